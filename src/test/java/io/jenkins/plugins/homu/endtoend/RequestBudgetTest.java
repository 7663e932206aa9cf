package io.jenkins.plugins.homu.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.testing.Await;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What Homu may cost of GitHub's 5,000 requests an hour; see the numbers to design for in docs/design.md. */
public class RequestBudgetTest {
    private static final int MOST_PER_MERGE = 8;
    /** Without compare-and-swap the base is looked at once more. */
    private static final int MOST_PER_MERGE_WITHOUT_GRAPHQL = 9;

    private static final int MOST_POSTS_PER_MERGE = 3;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Scene scene;

    @Before
    public void prepare() throws IOException {
        scene = new Scene(folder.getRoot().toPath());
        // Thousands of pull requests are made here.
        scene.github.testMerges(false);
    }

    @After
    public void stop() {
        scene.close();
    }

    private static long contentPosts(Map<String, Long> requests) {
        return requests.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("POST ")
                        && (entry.getKey().contains("/comments")
                                || entry.getKey().contains("/statuses")))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static long total(Map<String, Long> requests) {
        return requests.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Requests of one merge from the approval to the last word, when nothing goes wrong. The very first one of a
     * repository also makes the branches; what it costs to look what else can still be merged has a budget of its own.
     */
    private Map<String, Long> requestsOfAMerge() throws IOException {
        scene.start().awaitSynchronised();
        SimPull before = scene.open("before");
        before.comment("alice", "@homu r+");
        scene.awaitMerged(before);
        awaitRest();
        SimPull pull = scene.open("fix");
        awaitRest();
        scene.github.requests().reset();
        pull.comment("alice", "@homu r+");
        scene.awaitMerged(pull);
        awaitRest();
        return scene.github.requests().counts();
    }

    /** The mergeability of the others is asked for some seconds later, when GitHub knows it. */
    private void awaitRest() {
        Await.until("rest", java.time.Duration.ofSeconds(60), () -> scene.homu().isIdle());
        scene.awaitIdle();
    }

    private static void assertWithinBudget(Map<String, Long> requests, int most) {
        System.out.println("Requests of a merge: " + total(requests) + " " + requests);
        assertThat(total(requests)).as("requests of a merge: " + requests).isLessThanOrEqualTo(most);
        assertThat(contentPosts(requests))
                .as("comments and statuses of a merge: " + requests)
                .isLessThanOrEqualTo(MOST_POSTS_PER_MERGE);
    }

    @Test
    public void mergeTakesAtMostEightRequests() throws IOException {
        assertWithinBudget(requestsOfAMerge(), MOST_PER_MERGE);
    }

    @Test
    public void mergeWithoutGraphqlTakesAtMostNineRequests() throws IOException {
        scene.github.graphql(false);
        assertWithinBudget(requestsOfAMerge(), MOST_PER_MERGE_WITHOUT_GRAPHQL);
    }

    @Test
    public void thousandPullRequestsWithCommentsAreReadWithAtMostThirtyRequests() throws IOException {
        List<SimPull> pulls = scene.widget.openManyPulls(1000, "bob", "main");
        for (SimPull pull : pulls) {
            pull.comment("bob", "Please have a look.");
            pull.comment("dave", "I did.");
        }
        scene.start().awaitSynchronised();
        long first = scene.github.requests().total();
        System.out.printf(
                "Requests of the first comparison with 1,000 open: %d %s%n",
                first, scene.github.requests().counts());
        assertThat(first).isLessThanOrEqualTo(30);
        assertThat(scene.homu().state(Scene.WIDGET).pulls()).hasSize(1000);

        // After a restart the comments since the last comparison are read as well: all of these.
        scene.stop();
        scene.github.requests().reset();
        pulls.get(500).comment("alice", "@homu p=7");
        scene.start();
        Await.until(() -> scene.homu()
                        .pull(Scene.WIDGET, pulls.get(500).number())
                        .orElseThrow()
                        .priority()
                == 7);
        awaitRest();
        long second = scene.github.requests().total();
        System.out.println("Requests of a comparison after a restart: " + second + " "
                + scene.github.requests().counts());
        assertThat(second).isLessThanOrEqualTo(31);
    }

    @Test
    public void mergeabilityAfterAPushToABaseWithTwoHundredOpenTakesAtMostFourRequests() throws IOException {
        scene.widget.openManyPulls(200, "bob", "main");
        scene.start().awaitSynchronised();
        scene.github.requests().reset();
        scene.widget.pushDirectly("main", Map.of("hotfix.txt", "Hot\n"));
        scene.github.requests().reset();
        Await.until(() -> scene.github.requests().total() > 0);
        awaitRest();
        System.out.println("Requests after a push to the base of 200: "
                + scene.github.requests().total() + " "
                + scene.github.requests().counts());
        assertThat(scene.github.requests().total()).isLessThanOrEqualTo(4);
    }
}
