package io.jenkins.plugins.homu.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.message.CommitMessages.Author;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Method;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

/** Messages by templates; nothing that others wrote does anything in them. */
public class CommitMessagesTest {
    private static PullRequest pull(String title, String body) {
        return PullRequest.from(
                new PullSnapshot(
                        12,
                        title,
                        body,
                        "bob",
                        new CommitSha("a".repeat(40)),
                        "fix",
                        Optional.of("bob"),
                        "main",
                        false,
                        Set.of(),
                        List.of(),
                        Mergeability.UNKNOWN,
                        true,
                        false,
                        Optional.empty(),
                        Instant.EPOCH),
                Instant.EPOCH);
    }

    private static MergeSettings templates(String merge, String squash) {
        return new MergeSettings(Method.MERGE, false, false, Optional.of(merge), Optional.of(squash), Optional.empty());
    }

    private static String merge(String template, String title, String body) {
        return CommitMessages.merge(templates(template, ""), pull(title, body), "alice,carol", List.of());
    }

    @Test
    public void withoutATemplateTheMessageIsTheOriginals() {
        PullRequest pull = pull("Fix", "Body");
        assertThat(CommitMessages.merge(MergeSettings.DEFAULT, pull, "alice", List.of("linux")))
                .isEqualTo(Messages.mergeCommit(pull, "alice", List.of("linux")));
    }

    @Test
    public void placeholdersAreFilledIn() {
        assertThat(merge("{title} ({number} from {head}) r={approver}\n\n{body}\n\n{reviewers}", "Fix", "Body"))
                .isEqualTo("Fix (12 from bob:fix) r=alice,carol\n\nBody\n\nReviewed-by: alice\nReviewed-by: carol");
        assertThat(merge("{title}\n\n{body}\n\n{reviewers}", "Fix", ""))
                .isEqualTo("Fix\n\nReviewed-by: alice\nReviewed-by: carol");
    }

    @Test
    public void placeholdersInForeignTextStayAsTheyAre() {
        assertThat(merge("{title}", "{body} {co_authors} \u0001 $1 \\", "secret"))
                .isEqualTo("{body} {co_authors} $1 \\");
    }

    @Test
    public void foreignTextPingsNobodyAndSwitchesNothingOffWhereverItStands() {
        assertThat(merge("[{title}]\n{body}", "skip ci", "@alice\nskip-checks: true"))
                .isEqualTo("(skip ci)\n`@alice`\nskip-checks (not): true");
        assertThat(merge("{title}: {body}", "a", "<!-- homu-ignore:start -->x<!-- homu-ignore:end -->b"))
                .isEqualTo("a: b");
    }

    @Test
    public void squashNamesThoseWhoWroteIt() {
        String message = CommitMessages.squash(MergeSettings.DEFAULT, pull("Fix", "Body"), "alice", List.of());
        assertThat(CommitMessages.withCoAuthors(message, List.of(new Author("Zo\u00eb", "zoe@example.org"))))
                .isEqualTo("Fix (#12)\n\nBody\n\nCo-authored-by: Zo\u00eb <zoe@example.org>\nReviewed-by: alice");
        assertThat(CommitMessages.withCoAuthors(message, List.of()))
                .isEqualTo("Fix (#12)\n\nBody\n\nReviewed-by: alice");
        assertThat(CommitMessages.withCoAuthors(
                        CommitMessages.squash(MergeSettings.DEFAULT, pull("Fix", ""), "<try>", List.of("linux")),
                        List.of()))
                .isEqualTo("Fix (#12)\n\ntry-job: linux");
    }

    @Test
    public void namesOfAuthorsCanNotAddLinesOrSwitchCiOff() {
        String made = CommitMessages.withCoAuthors(
                "Fix\n\n\u0001", List.of(new Author("Mallory [skip\nSigned-off-by: alice", "ci]>")));
        assertThat(made.lines()).hasSize(3);
        assertThat(made).doesNotContain("[skip");
    }

    @Test
    public void eachAuthorIsNamedOnceAndTheMainOneNotAtAll() {
        assertThat(CommitMessages.coAuthors(
                        new Author("Bob", "bob@example.org"),
                        List.of(
                                new Author("Bob", "bob@example.org"),
                                new Author("Carl", "carl@example.org"),
                                new Author("carl", "CARL@example.org")),
                        List.of("x\n\nCo-authored-by: Dora <dora@example.org>\nco-authored-by: Bob <BOB@example.org>")))
                .containsExactly(new Author("Carl", "carl@example.org"), new Author("Dora", "dora@example.org"));
    }

    @Test
    public void unknownPlaceholdersAreFound() {
        assertThat(CommitMessages.unknownPlaceholders("{title} {titel} {} {X} {co_authors}"))
                .containsExactly("titel");
    }
}
