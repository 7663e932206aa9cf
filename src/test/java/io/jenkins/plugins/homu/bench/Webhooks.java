package io.jenkins.plugins.homu.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Webhooks of one kind, as GitHub sends them; each time only an identifier is new. */
final class Webhooks implements Supplier<Webhook> {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Stands where the identifier goes; as long as one. */
    private static final long PLACE = 7_777_777_777L;

    private static final AtomicLong IDS = new AtomicLong(1_000_000_000L);

    private final String event;
    private final int expected;
    private final List<byte[]> bodies = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();

    private Webhooks(String event, int expected) {
        this.event = event;
        this.expected = expected;
    }

    /**
     * New comments.
     *
     * @param example the body of a real one
     * @param numbers of the pull requests they are on, in turns
     * @param text a place for a digit is {@code %d}
     */
    static Webhooks comments(ObjectNode example, List<Integer> numbers, String author, String text, int expected)
            throws IOException {
        Webhooks made = new Webhooks("issue_comment", expected);
        for (int number : numbers) {
            ObjectNode body = example.deepCopy();
            ((ObjectNode) body.path("issue")).put("number", number);
            ObjectNode comment = (ObjectNode) body.path("comment");
            comment.put("id", PLACE).put("body", text.replace("%d", String.valueOf(number % 9)));
            ((ObjectNode) comment.path("user")).put("login", author);
            ((ObjectNode) body.path("sender")).put("login", author);
            made.add(body);
        }
        return made;
    }

    /** A builder's statuses on a commit that nobody waits for. They have to be kept all the same: somebody might. */
    static Webhooks statuses(ObjectNode example) throws IOException {
        Webhooks made = new Webhooks("status", 202);
        made.add(example.deepCopy().put("id", PLACE));
        return made;
    }

    private void add(ObjectNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        bodies.add(bytes);
        places.add(new String(bytes, StandardCharsets.ISO_8859_1).indexOf(String.valueOf(PLACE)));
    }

    @Override
    public Webhook get() {
        long id = IDS.incrementAndGet();
        int index = (int) (id % bodies.size());
        byte[] body = bodies.get(index).clone();
        byte[] digits = String.valueOf(id).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, body, places.get(index), digits.length);
        return new Webhook(event, body, expected);
    }

    /** The size of one. */
    int bytes() {
        return bodies.get(0).length;
    }
}
