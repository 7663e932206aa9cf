package io.jenkins.plugins.homu.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

/** Other people's texts in comments and commit messages do no harm. */
public class MessagesTest {
    private static String merge(String title, String body) {
        return mergeOf("topic", title, body, List.of());
    }

    private static String mergeOf(String branch, String title, String body, List<String> jobs) {
        PullSnapshot snapshot = new PullSnapshot(
                7,
                title,
                body,
                "dave",
                new CommitSha("1".repeat(40)),
                branch,
                Optional.of("dave"),
                "main",
                false,
                Set.of(),
                List.of(),
                Mergeability.UNKNOWN,
                true,
                false,
                Optional.empty(),
                Instant.EPOCH);
        return Messages.mergeCommit(PullRequest.from(snapshot, Instant.EPOCH), "alice", jobs);
    }

    // ---- commit messages ---------------------------------------------------------------------------------------

    @Test
    public void messageNamesPullRequestHeadAndApprover() {
        assertThat(merge("Mend it", "Why not."))
                .isEqualTo("Auto merge of #7 - dave:topic, r=alice\n\nMend it\n\nWhy not.");
        assertThat(merge("Mend it", "")).isEqualTo("Auto merge of #7 - dave:topic, r=alice\n\nMend it");
    }

    @Test
    public void messagePingsNobody() {
        assertThat(merge("For @acme/core-team", "cc @alice, -@bob (@carol) \"@dave\" x@example.com"))
                .endsWith("For `@acme/core-team`\n\ncc `@alice`, -`@bob` (`@carol`) \"`@dave`\" x@example.com");
        assertThat(mergeOf("@everyone", "T", "", List.of())).startsWith("Auto merge of #7 - dave:`@everyone`, r=");
    }

    @Test
    public void mentionWithinCodePingsNobodyAndLeavesTheCodeAsItIs() {
        assertThat(merge("T", "Comment `@homu r+`, `@alice` or ``@bob`` to @carol"))
                .endsWith("Comment `@\u200Bhomu r+`, `@\u200Balice` or ``@\u200Bbob`` to @\u200Bcarol");
    }

    @Test
    public void mentionThatIsJoinedByWhatIsLeftOutPingsNobody() {
        assertThat(merge("T", "@\u0001alice")).endsWith("`@alice`");
    }

    @Test
    public void messageSwitchesNoCiOff() {
        for (String off : new String[] {
            "[skip ci]",
            "[ci skip]",
            "[no ci]",
            "[Skip  CI]",
            "[skip\tci]",
            "[skip-ci]",
            "[skip actions]",
            "[skip travis]",
            "[buildkite skip]",
            "[ skip ci ]",
            "[skip\u0002 ci]",
            "[s\u0000kip ci]",
            "[no-ci]"
        }) {
            String title = merge("Fast " + off, "");
            String body = merge("T", "Fast " + off);
            assertThat(title + body).as(off).doesNotContainPattern("(?i)\\[[^\\]]*(skip|no.?ci)[^\\]]*\\]");
        }
        assertThat(merge("T", "***NO_CI***")).doesNotContain("***");
        assertThat(merge("T", "x\nskip-checks: true")).doesNotContainPattern("(?m)^skip-checks\\s*:");
    }

    @Test
    public void whatStandsBetweenIgnoreMarksIsLeftOut() {
        assertThat(merge("T", "a <!-- homu-ignore:start -->b\nc<!-- homu-ignore:end --> d"))
                .endsWith("\n\na  d");
        assertThat(merge("T", "a <!-- homu-ignore:start -->b and no end")).endsWith("\n\na");
    }

    @Test
    public void titleStaysOnItsLine() {
        assertThat(merge("One\r\n\r\nTwo\u0007", "")).endsWith("\n\nOne Two");
    }

    @Test
    public void hugeBodyIsCutBetweenCharacters() {
        String message = merge("T", "\uD83D\uDE00".repeat(30_000));

        assertThat(message.length()).isLessThan(20_200);
        assertThat(message).endsWith("\uD83D\uDE00\n...");
    }

    @Test(timeout = 5_000)
    public void hostileBodiesCostNoTime() {
        merge("[".repeat(60_000), "\n".repeat(60_000));
        merge("T", "[skip ".repeat(20_000));
        merge("T", "<!-- homu-ignore:start -->".repeat(3_000));
        merge("T", "*".repeat(60_000) + " ".repeat(60_000));
        merge("T", "@".repeat(60_000));
        merge("T", " ".repeat(60_000) + "skip-checks");
    }

    @Test
    public void jobsOfATryAreTrailers() {
        assertThat(mergeOf("topic", "T", "", List.of("a", "b"))).endsWith("T\n\ntry-job: a\ntry-job: b");
    }

    // ---- comments ----------------------------------------------------------------------------------------------

    @Test
    public void approverCanNotEndTheHiddenLine() {
        Approval approval =
                new Approval("x --> @alice", "bob", false, new CommitSha("2".repeat(40)), Instant.EPOCH, "c1");

        assertThat(Messages.approved("homu", approval))
                .isEqualTo(":pushpin: Commit 2222222 has been approved by `x --> @alice`\n\n<!-- @homu r=x--alice "
                        + "2".repeat(40) + " -->");
    }

    @Test
    public void codeCanNotBeLeft() {
        assertThat(Markdown.code("a `b` ``c")).isEqualTo("```a `b` ``c```");
        assertThat(Markdown.code("`")).isEqualTo("`` ` ``");
        assertThat(Markdown.code("a\n\n# b")).isEqualTo("`a # b`");
        assertThat(Markdown.code("x".repeat(300))).hasSize(205);
        assertThat(Markdown.code(" ")).isEmpty();
    }

    @Test
    public void blockCanNotBeLeft() {
        assertThat(Markdown.block("a\n````\n@all")).isEqualTo("`````text\na\n````\n@all\n`````");
    }

    @Test
    public void onlyAddressesOfPagesBecomeLinks() {
        assertThat(Markdown.link("x", Optional.of("https://ci/a(b)<c>"))).isEqualTo("[x](https://ci/a%28b%29%3Cc%3E)");
        for (String bad : new String[] {
            "javascript:alert(1)", "https://ci/ b", "https://ci/\n\n@all", "https://ci/\\", "data:x", "https://ci/\"x"
        }) {
            assertThat(Markdown.link("x", Optional.of(bad))).as(bad).isEqualTo("x");
        }
    }

    @Test
    public void sentenceHoldsNoMarkupOfOthers() {
        assertThat(Markdown.sentence("It waits for `retry` #3: @all <b>\n\n# [x](y)"))
                .isEqualTo("It waits for `retry` #3: @\u200Ball &lt;b> # \\[x](y)");
    }

    @Test
    public void shellWordIsTakenLiterally() {
        assertThat(Markdown.shellWord("feature/x-1")).isEqualTo("feature/x-1");
        assertThat(Markdown.shellWord("$(id)")).isEqualTo("'$(id)'");
        assertThat(Markdown.shellWord("a'b")).isEqualTo("'a'\\''b'");
        assertThat(Markdown.shellWord("-rf")).isEqualTo("'-rf'");
    }
}
