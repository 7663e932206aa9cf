package io.jenkins.plugins.homu.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.git.Autosquash.Group;
import io.jenkins.plugins.homu.git.Autosquash.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** Which commits are folded into which. */
public class AutosquashTest {
    private static final String SHA = "0123456789".repeat(4);

    private static RawCommit commit(String message) {
        return new RawCommit("t", List.of("p"), "A <a@x> 1 +0000", "A <a@x> 1 +0000", Optional.empty(), message);
    }

    /** What is folded into the first of some commits. */
    private static List<String> folded(String... subjects) {
        List<Named> commits = new ArrayList<>();
        for (String subject : subjects) {
            commits.add(new Named(SHA, commit(subject)));
        }
        Group first = Autosquash.groups(commits, true).get(0);
        return first.folded().stream().map(named -> named.commit().subject()).toList();
    }

    @Test
    public void foldsByTitleByItsBeginningAndByName() {
        assertThat(folded("Add x", "fixup! Add x", "squash! Add", "amend! 01234567", "fixup! Something else"))
                .containsExactly("fixup! Add x", "squash! Add", "amend! 01234567");
    }

    @Test
    public void marksMayBeRepeatedAndSpacesBetweenThemCountForNothing() {
        assertThat(folded("Add x", "fixup! fixup!   squash! amend! \t Add x", "fixup!Add x"))
                .containsExactly("fixup! fixup!   squash! amend! \t Add x");
        assertThat(folded("Add x", "fixup! ", "fixup! squash! ")).isEmpty();
    }

    @Test
    public void longSubjectIsNoFold() {
        String marks = "fixup! ".repeat(142);
        assertThat(Autosquash.isFold(commit(marks + "Add x"))).isTrue();
        assertThat(folded("Add x", marks + "Add x")).hasSize(1);
        String hostile = "fixup! ".repeat(500_000) + "Add x";
        assertThat(Autosquash.isFold(commit(hostile))).isFalse();
        assertThat(folded("Add x", hostile)).isEmpty();
    }
}
