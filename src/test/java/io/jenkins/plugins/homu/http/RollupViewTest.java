package io.jenkins.plugins.homu.http;

import static io.jenkins.plugins.homu.http.SampleQueues.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.Rollups;
import io.jenkins.plugins.homu.core.model.Rollups.Rollup;
import io.jenkins.plugins.homu.core.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** What the page of a rollup says of its parts. */
public class RollupViewTest {
    private static final int ROLLUP = 7;

    /** @param open those of the parts 4 and 5 that are */
    private static RollupView view(Verdict verdict, Optional<String> broken, int... open) {
        List<PullRequest> pulls = new ArrayList<>(List.of(SampleQueues.pull(ROLLUP, "Rollup of 2 pull requests")
                .edit()
                .verdict(verdict, "")
                .build()));
        for (int number : open) {
            pulls.add(SampleQueues.pull(number, "Part " + number));
        }
        List<AttemptMember> parts = List.of(
                new AttemptMember(4, SampleQueues.sha(4), "alice"), new AttemptMember(5, SampleQueues.sha(5), "alice"));
        RepositoryState state = SampleQueues.state("widget", 1, pulls, List.of());
        return RollupView.of(
                SampleQueues.rolledUp(state, Rollups.NONE.with(ROLLUP, new Rollup(parts, "alice", NOW, broken))),
                ROLLUP,
                SampleQueues.settings("widget"),
                new Links("", "https://github.com"));
    }

    private static List<String> parts(RollupView view) {
        return view.parts().stream()
                .map(part -> "#" + part.number() + (part.mark() == null ? "" : " " + part.mark()))
                .toList();
    }

    @Test
    public void partsOfAFailedOneStandInTheOrderOfSuspicion() {
        RollupView view = view(Verdict.FAILURE, Optional.empty(), 4, 5);

        assertThat(view.suspected()).isTrue();
        assertThat(parts(view)).containsExactly("#5 Suspect 1", "#4 Suspect 2");
    }

    /** After a failure the parts are tested one by one, and most of them are merged before anybody looks. */
    @Test
    public void partsThatWereMergedMeanwhileAreNamedAfterTheSuspects() {
        assertThat(parts(view(Verdict.FAILURE, Optional.empty(), 4)))
                .containsExactly("#4 Suspect 1", "#5 Merged by itself");

        RollupView all = view(Verdict.FAILURE, Optional.empty());
        assertThat(all.isRollup()).isTrue();
        assertThat(all.suspected()).isFalse();
        assertThat(parts(all)).containsExactly("#4 Merged by itself", "#5 Merged by itself");
    }

    @Test
    public void partsStandInTheirOrderOtherwise() {
        assertThat(parts(view(Verdict.NONE, Optional.empty(), 4, 5))).containsExactly("#4", "#5");
        assertThat(parts(view(Verdict.NONE, Optional.of("of its part #5: it was closed"), 4)))
                .containsExactly("#4", "#5 Not open any more");
    }
}
