package io.jenkins.plugins.homu.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.effect.Effect.PostComment;
import io.jenkins.plugins.homu.core.effect.Effect.StatusState;
import io.jenkins.plugins.homu.core.event.Event.CommentSource;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.Delegation;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.RollupMode;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.store.EffectJson.Written;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.Test;

public class EffectJsonTest {
    @Test
    public void everyEffectIsReadAsItWasWritten() {
        for (Effect effect : EffectSamples.all()) {
            Written written = EffectJson.write(effect);
            assertThat(EffectJson.read(effect.id(), written.type(), written.payload()))
                    .isEqualTo(effect);
        }
    }

    @Test
    public void theSamplesHaveEveryKind() {
        Set<Class<?>> sampled =
                EffectSamples.all().stream().map(Effect::getClass).collect(Collectors.toSet());
        assertThat(sampled).containsExactlyInAnyOrder(Effect.class.getPermittedSubclasses());
    }

    /** They are in databases out there: a name may be added, none may change. */
    @Test
    public void theTypeNamesStay() {
        Map<String, String> names = new TreeMap<>();
        EffectSamples.all()
                .forEach(effect -> names.put(
                        effect.getClass().getSimpleName(),
                        EffectJson.write(effect).type()));
        assertThat(names)
                .containsEntry("PrepareMerge", "prepare_merge")
                .containsEntry("MoveBase", "move_base")
                .containsEntry("StartBuild", "start_build")
                .containsEntry("CancelBuilds", "cancel_builds")
                .containsEntry("MakeRollup", "make_rollup")
                .containsEntry("PostComment", "post_comment")
                .containsEntry("EditComment", "edit_comment")
                .containsEntry("Acknowledge", "acknowledge")
                .containsEntry("SetStatus", "set_status")
                .containsEntry("Relabel", "relabel")
                .containsEntry("ReadPull", "read_pull")
                .containsEntry("ReadMergeability", "read_mergeability")
                .containsEntry("Synchronise", "synchronise")
                .containsEntry("ReadResults", "read_results")
                .containsEntry("ClosePull", "close_pull")
                .containsEntry("ReadPermission", "read_permission")
                .containsEntry("CallHook", "call_hook")
                .hasSize(17);
        assertThat(new TreeSet<>(names.values())).hasSize(17);
    }

    /** Likewise the words of columns. */
    @Test
    public void theWordsOfColumnsStay() {
        assertThat(words(Attempt.Kind.values())).containsExactly("auto", "try", "batch");
        assertThat(words(Attempt.Phase.values()))
                .containsExactly("preparing", "testing", "merging", "succeeded", "failed", "cancelled", "error");
        assertThat(words(BuilderState.values()))
                .containsExactly("waiting", "running", "success", "failure", "cancelled", "lost", "unusable");
        assertThat(words(Mergeability.values())).containsExactly("unknown", "mergeable", "conflicting");
        assertThat(words(RollupMode.values())).containsExactly("always", "maybe", "iffy", "never");
        assertThat(words(Delegation.Level.values())).containsExactly("review", "try");
        assertThat(words(Verdict.values())).containsExactly("none", "success", "failure", "error");
        assertThat(words(Effect.Lane.values())).containsExactly("act", "say", "look", "call");
        assertThat(words(StatusState.values())).containsExactly("pending", "success", "failure", "error");
        assertThat(words(CommentSource.values())).containsExactly("issue_comment", "review", "review_comment");
        assertThat(words(ReportKind.values())).containsExactly("status", "check", "builder");
    }

    private static List<String> words(Enum<?>[] values) {
        return Arrays.stream(values).map(Words::of).toList();
    }

    @Test
    public void fieldsOfANewerHomuAreLeftAloneAndMissingOnesHaveDefaults() {
        assertThat(EffectJson.read(
                        3, "post_comment", "{\"new\":{\"a\":[1]},\"number\":7,\"body\":\"hello\",\"newer\":null}"))
                .isEqualTo(new PostComment(3, 7, "hello", false));
    }

    @Test
    public void sayWhatIsWrongWithOneThatCantBeRead() {
        assertThatThrownBy(() -> EffectJson.read(3, "dance", "{}")).hasMessageContaining("type dance");
        assertThatThrownBy(() -> EffectJson.read(3, "post_comment", "{\"number\":7}"))
                .hasMessageContaining("field body");
        assertThatThrownBy(() -> EffectJson.read(3, "post_comment", "{\"number\":"))
                .hasMessageContaining("Not JSON");
    }
}
