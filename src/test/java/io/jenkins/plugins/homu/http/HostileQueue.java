package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.Delegation;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What people who mean harm could write into everything that is theirs to write. */
final class HostileQueue {
    static final List<String> TEXTS = List.of(
            "<script>window.pwned = 1</script>",
            "\"><img src=x onerror=window.pwned=1>",
            "' autofocus onfocus='window.pwned=1' x='",
            "</bdi></a></td></tr></tbody></table><script>window.pwned=1</script>",
            "{{{title}}} {{#rows}}{{/rows}} ${7*7} #{7*7} <%= 7 %>",
            "javascript:window.pwned=1",
            "&lt;script&gt; &amp;quot; &#x27;",
            "\u202Egnp.exe \u2066\u2069 \uFEFF\u200B",
            "\u0000\u0001\u001b[31m\r\n\u2028\u2029\ud83d\ude00\ud83d",
            "<svg/onload=window.pwned=1>",
            "--><!--<script>window.pwned=1</script>",
            "`'\"<>&/\\=",
            "a".repeat(2000),
            " ",
            "<base href=https://evil.example><meta http-equiv=refresh content=0>",
            "</title></style></textarea></noscript><iframe srcdoc='<script>parent.pwned=1</script>'>");

    private static final List<String> URLS = List.of(
            "javascript:window.pwned=1",
            "JAVASCRIPT://x/%0awindow.pwned=1",
            "data:text/html,<script>1</script>",
            "https://ci.example/\" onmouseover=\"window.pwned=1",
            "https://ci.example/ok?a=<b>&c='d'",
            "//evil.example/x");

    private HostileQueue() {}

    static RepositoryState state(String label, long revision) {
        List<PullRequest> pulls = new ArrayList<>();
        List<Attempt> attempts = new ArrayList<>();
        for (int i = 0; i < TEXTS.size(); i++) {
            String text = TEXTS.get(i);
            int number = i + 1;
            PullRequest pull = PullRequest.from(
                            new PullSnapshot(
                                    number,
                                    text,
                                    text,
                                    text,
                                    SampleQueues.sha(number),
                                    text,
                                    Optional.of(text),
                                    text,
                                    false,
                                    Set.of(text),
                                    List.of(text),
                                    Mergeability.MERGEABLE,
                                    true,
                                    false,
                                    Optional.empty(),
                                    SampleQueues.NOW),
                            SampleQueues.NOW)
                    .edit()
                    .note(Optional.of(text))
                    .delegation(Optional.of(new Delegation(text, Delegation.Level.REVIEW)))
                    .approval(Optional.of(
                            new Approval(text, text, false, SampleQueues.sha(number), SampleQueues.NOW, "comment/1")))
                    .verdict(Verdict.FAILURE, text)
                    .build();
            pulls.add(pull);
            attempts.add(SampleQueues.attempt(
                    number,
                    Attempt.Kind.AUTO,
                    Attempt.Phase.FAILED,
                    pull,
                    SampleQueues.result(text, BuilderState.FAILURE, URLS.get(i % URLS.size()), text),
                    SampleQueues.result("x", BuilderState.SUCCESS, URLS.get((i + 1) % URLS.size()), text)));
        }
        return SampleQueues.closed(SampleQueues.state(label, revision, pulls, attempts), 5, TEXTS.get(0));
    }
}
