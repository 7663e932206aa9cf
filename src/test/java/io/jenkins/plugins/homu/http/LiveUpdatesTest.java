package io.jenkins.plugins.homu.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.testing.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.After;
import org.junit.Test;

public class LiveUpdatesTest {
    private final SampleReader reader = new SampleReader(SampleQueues.widget(), SampleQueues.gadget());
    private final LiveUpdates live = new LiveUpdates(reader, 3);

    @After
    public void close() {
        live.close();
    }

    @Test
    public void aChangeIsToldWithItsRevisionToThoseWhoListenToThatQueue() {
        Listener widget = listen("widget");
        Listener gadget = listen("gadget");
        Listener all = listen("all");

        for (int i = 1; i <= 50; i++) {
            reader.change(SampleQueues.with(reader.state("widget").orElseThrow(), SampleQueues.pull(200 + i, "New")));
        }

        Await.until(() -> all.texts.toString().contains("\"revision\":57"));
        assertThat(all.texts.get(all.texts.size() - 1))
                .isEqualTo("event: queue\ndata: {\"label\":\"widget\",\"revision\":57}\n\n");
        Await.until(() -> widget.texts.toString().contains("\"revision\":57"));
        assertThat(all.texts).as("changes are gathered").hasSizeLessThan(10);
        assertThat(gadget.texts).containsExactly("retry: 3000\n\n");
    }

    @Test
    public void whoFallsBehindIsDroppedAndOthersGoOn() {
        Listener slow = listen("all");
        Listener quick = listen("all");
        slow.full = true;

        reader.change(SampleQueues.with(reader.state("widget").orElseThrow(), SampleQueues.pull(300, "New")));

        Await.until(() -> quick.texts.size() == 2 && slow.closed);
        assertThat(live.listening()).isEqualTo(1);
    }

    @Test
    public void onlySoManyMayListen() {
        listen("all");
        Listener gone = listen("all");
        listen("all");

        assertThat(live.open(Selection.of("all", reader)).status()).isEqualTo(503);

        gone.close();
        assertThat(live.open(Selection.of("all", reader)).status()).isEqualTo(200);
    }

    @Test
    public void closingEndsTheStreamsAndTheSubscription() {
        Listener one = listen("all");

        live.close();

        assertThat(one.closed).isTrue();
        assertThat(reader.listeners()).isZero();
    }

    private Listener listen(String spec) {
        Listener listener = new Listener();
        HttpResponse response = live.open(Selection.of(spec, reader));
        assertThat(response.header("Content-Type")).contains("text/event-stream");
        response.stream().orElseThrow().accept(listener);
        return listener;
    }

    private static final class Listener implements EventStream {
        final List<String> texts = new CopyOnWriteArrayList<>();
        private Runnable onClose = () -> {};
        volatile boolean full;
        volatile boolean closed;

        @Override
        public boolean offer(String text) {
            return !full && texts.add(text);
        }

        @Override
        public void close() {
            closed = true;
            onClose.run();
        }

        @Override
        public void onClose(Runnable action) {
            onClose = action;
        }
    }
}
