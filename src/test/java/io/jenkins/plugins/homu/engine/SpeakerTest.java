package io.jenkins.plugins.homu.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.effect.Effect.ClosePull;
import io.jenkins.plugins.homu.core.effect.Effect.PostComment;
import io.jenkins.plugins.homu.core.event.Event.CommentPosted;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.port.GatewayException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

public class SpeakerTest {
    private final ScriptedGitHub github = new ScriptedGitHub();
    private final Speaker speaker = new Speaker(github);

    private static Job.Run run(Job job) {
        return new Job.Run(
                job, RepositoryState.empty("wid get"), Fixture.settings("wid get", Fixture.WIDGET), job::begun);
    }

    private static Job job(Effect effect) {
        return new Job(effect, 0, Instant.EPOCH);
    }

    @Test
    public void aCommentCarriesAHiddenMarker() throws Exception {
        PostComment comment = new PostComment(7, 12, "Hello", false);
        Result result = speaker.post(run(job(comment)), comment);
        assertThat(result).isEqualTo(Result.done());
        assertThat(github.comments(Fixture.WIDGET)).singleElement().satisfies(said -> {
            assertThat(said.number()).isEqualTo(12);
            assertThat(said.body()).matches("Hello\n\n<!-- homu:effect=[0-9a-f]{12}-7 -->");
        });
    }

    @Test
    public void markersDifferByRepositoryAndByEffect() {
        assertThat(Speaker.marker("a", 1)).isNotEqualTo(Speaker.marker("b", 1)).isNotEqualTo(Speaker.marker("a", 11));
        assertThat(Speaker.marker("a", 11)).doesNotContain(Speaker.marker("a", 1));
    }

    @Test
    public void aCommentWhoseAnswerWasLostIsNotWrittenAgain() throws Exception {
        PostComment comment = new PostComment(7, 12, "Hello", true);
        Job job = job(comment);
        github.failAfter("comment", ScriptedGitHub.lost());
        assertThatThrownBy(() -> speaker.post(run(job), comment)).isInstanceOf(GatewayException.class);
        Result result = speaker.post(run(job), comment);
        assertThat(result).isEqualTo(Result.done(new CommentPosted(12, 1000, true)));
        assertThat(github.comments(Fixture.WIDGET)).hasSize(1);
    }

    @Test
    public void aCommentThatDidNotGetThroughIsWrittenAgain() throws Exception {
        PostComment comment = new PostComment(7, 12, "Hello", true);
        Job job = job(comment);
        github.failBefore("comment", ScriptedGitHub.lost());
        assertThatThrownBy(() -> speaker.post(run(job), comment)).isInstanceOf(GatewayException.class);
        speaker.post(run(job), comment);
        assertThat(github.comments(Fixture.WIDGET)).hasSize(1);
    }

    private void onGitHub(CommitSha head, boolean open) {
        github.open(
                Fixture.WIDGET,
                new PullSnapshot(
                        12,
                        "Fix",
                        "",
                        "bob",
                        head,
                        "fix",
                        Optional.of("bob"),
                        "main",
                        false,
                        Set.of(),
                        List.of(),
                        Mergeability.UNKNOWN,
                        open,
                        false,
                        Optional.empty(),
                        Instant.EPOCH));
    }

    @Test
    public void onlyThatHeadIsClosedAndOnlyIfGitHubCanNotSeeTheMerge() throws Exception {
        CommitSha root = github.newCommit("root");
        CommitSha head = github.newCommit("head", root);
        ClosePull rewritten = new ClosePull(7, 12, head, github.newCommit("rebased", root));
        ClosePull merged = new ClosePull(8, 12, head, github.newCommit("merge", root, head));

        speaker.close(run(job(rewritten)), rewritten);
        onGitHub(head, false);
        speaker.close(run(job(rewritten)), rewritten);
        onGitHub(github.newCommit("pushed since", head), true);
        speaker.close(run(job(rewritten)), rewritten);
        onGitHub(head, true);
        speaker.close(run(job(merged)), merged);
        assertThat(github.calls("close")).isEmpty();

        speaker.close(run(job(rewritten)), rewritten);
        assertThat(github.calls("close")).hasSize(1);
    }

    @Test
    public void aLongCommentIsCutAndKeepsItsMarker() throws Exception {
        PostComment comment = new PostComment(7, 12, "\uD83D\uDE00".repeat(70_000), false);
        speaker.post(run(job(comment)), comment);
        String body = github.comments(Fixture.WIDGET).get(0).body();
        assertThat(body.codePointCount(0, body.length())).isLessThan(65_536);
        assertThat(body).endsWith("-7 -->");
    }

    @Test
    public void aStatusHasHomusContextAndAShortDescriptionAndALinkToThePage() throws Exception {
        Effect.SetStatus status =
                new Effect.SetStatus(1, 12, Fixture.ANY, Effect.StatusState.PENDING, "\uD83D\uDE00".repeat(200));
        speaker.setStatus(run(job(status)), status);
        assertThat(github.calls("setStatus"))
                .containsExactly("acme/widget setStatus 0000000 homu PENDING " + "\uD83D\uDE00".repeat(139) + "\u2026"
                        + " https://homu.example/results/wid%20get/12");
    }

    @Test
    public void labelsAreAddedByOneCallAndRemovedOneByOne() throws Exception {
        Effect.Relabel labels = new Effect.Relabel(1, 12, Set.of("b", "a"), Set.of("d", "c"));
        speaker.relabel(run(job(labels)), labels);
        assertThat(github.calls())
                .containsExactly(
                        "acme/widget addLabels #12 [a, b]",
                        "acme/widget removeLabel #12 c",
                        "acme/widget removeLabel #12 d");
    }
}
