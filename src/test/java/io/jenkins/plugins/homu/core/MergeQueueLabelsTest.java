package io.jenkins.plugins.homu.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.MergeTrouble;
import io.jenkins.plugins.homu.core.event.Event.MoveTrouble;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.settings.LabelChange;
import io.jenkins.plugins.homu.core.settings.LabelEvent;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.Test;

/** Which event changes the labels, as the settings want it. */
public class MergeQueueLabelsTest {
    /** The one label that the story adds, where every event adds one of its own name. */
    private static Set<String> added(UnaryOperator<Scenario> begin, UnaryOperator<Scenario> story) {
        TestSettings settings = new TestSettings();
        for (LabelEvent event : LabelEvent.values()) {
            settings.label(event, new LabelChange(Set.of(event.key()), Set.of(), Set.of()));
        }
        Scenario scenario = begin.apply(new Scenario().with(settings.build()));
        return story.apply(scenario.listen()).effect(Effect.Relabel.class).add();
    }

    private static Scenario approved(Scenario scenario) {
        return scenario.open(2).comment("alice", 2, "@homu r+");
    }

    private static Scenario tried(Scenario scenario) {
        return scenario.open(2).comment("carol", 2, "@homu try").tryPrepared(2);
    }

    @Test
    public void eachEventChangesTheLabelsOfItsOwn() {
        assertThat(added(s -> s.open(2), MergeQueueLabelsTest::approved)).containsExactly("approved");
        assertThat(added(MergeQueueLabelsTest::approved, s -> s.comment("alice", 2, "@homu r-")))
                .containsExactly("rejected");
        assertThat(added(MergeQueueLabelsTest::approved, s -> s.retarget(2, "stable")))
                .containsExactly("rejected");
        assertThat(added(MergeQueueLabelsTest::approved, s -> s.push(2, 2))).containsExactly("pushed");
        assertThat(added(MergeQueueLabelsTest::approved, s -> s.mergeFailed(2, MergeTrouble.CONFLICT, "")))
                .containsExactly("conflict");
        assertThat(added(s -> s.open(2), s -> s.mergeability("main", 2, Mergeability.CONFLICTING, "#1")))
                .containsExactly("conflict");
        assertThat(added(s -> s.testing(2), s -> s.result(2, BuilderState.FAILURE)))
                .containsExactly("failed");
        assertThat(added(s -> s.merging(2), s -> s.moved(2))).containsExactly("succeed");
        assertThat(added(s -> s.merging(2), s -> s.closeMergedAs(2, Scenario.mergeOf(1))))
                .containsExactly("succeed");
        assertThat(added(s -> s.merging(2), s -> s.moveFailed(2, MoveTrouble.REFUSED, "no")))
                .containsExactly("failed");
        assertThat(added(s -> s.testing(2), s -> s.after(Duration.ofHours(10)).tick()))
                .containsExactly("timed_out");
        assertThat(added(s -> s.testing(2).open(3), s -> s.comment("alice", 3, "@homu force")))
                .containsExactly("interrupted");
        assertThat(added(s -> s.open(2), MergeQueueLabelsTest::tried)).containsExactly("try");
        assertThat(added(MergeQueueLabelsTest::tried, s -> s.tryResult(2, BuilderState.SUCCESS)))
                .containsExactly("try_succeed");
        assertThat(added(MergeQueueLabelsTest::tried, s -> s.tryResult(2, BuilderState.FAILURE)))
                .containsExactly("try_failed");
    }

    @Test
    public void retryBringsTheLabelsOfTheApprovalOrTheTryBack() {
        Scenario scenario = new Scenario()
                .with(new TestSettings()
                        .label(LabelEvent.APPROVED, new LabelChange(Set.of("ready"), Set.of("broken"), Set.of()))
                        .label(LabelEvent.TRY, new LabelChange(Set.of("tried"), Set.of("broken"), Set.of()))
                        .label(LabelEvent.FAILED, new LabelChange(Set.of("broken"), Set.of("ready"), Set.of()))
                        .label(LabelEvent.TRY_FAILED, new LabelChange(Set.of("broken"), Set.of("tried"), Set.of()))
                        .build())
                .testing(2)
                .result(2, BuilderState.FAILURE);
        assertThat(scenario.pull(2).labels()).containsExactly("broken");
        scenario.comment("carol", 2, "@homu retry");
        assertThat(scenario.pull(2).labels()).containsExactly("ready");

        scenario.comment("alice", 2, "@homu r- try").tryPrepared(2).tryResult(2, BuilderState.FAILURE);
        assertThat(scenario.pull(2).labels()).contains("broken").doesNotContain("tried");
        scenario.comment("carol", 2, "@homu retry").tryPrepared(2);
        assertThat(scenario.pull(2).labels()).contains("tried").doesNotContain("broken");
    }

    private static Scenario with(LabelChange change, String... labels) {
        return new Scenario()
                .with(new TestSettings().label(LabelEvent.APPROVED, change).build())
                .open(2, snap -> snap.labels(labels))
                .comment("alice", 2, "@homu r+");
    }

    @Test
    public void onlyWhatDiffersIsChanged() {
        Scenario scenario = with(
                new LabelChange(Set.of("ready", "seen"), Set.of("waiting", "old"), Set.of()),
                "Seen",
                "waiting",
                "other");

        Effect.Relabel relabel = scenario.effect(Effect.Relabel.class);
        assertThat(relabel.add()).containsExactly("ready");
        assertThat(relabel.remove()).containsExactly("waiting");
        assertThat(scenario.pull(2).labels()).containsExactlyInAnyOrder("Seen", "ready", "other");
    }

    @Test
    public void nothingIsChangedWhereNothingDiffers() {
        assertThat(with(new LabelChange(Set.of("ready"), Set.of(), Set.of()), "ready")
                        .effects(Effect.Relabel.class))
                .isEmpty();
    }

    @Test
    public void unlessKeepsTheLabelsAsTheyAre() {
        assertThat(with(new LabelChange(Set.of("ready"), Set.of(), Set.of("manual")), "Manual")
                        .effects(Effect.Relabel.class))
                .isEmpty();
    }

    @Test
    public void exemptedIsAnEvent() {
        Scenario scenario = new Scenario()
                .with(new TestSettings()
                        .label(LabelEvent.EXEMPTED, new LabelChange(Set.of("exempted"), Set.of(), Set.of()))
                        .builders(TestSettings.status("linux", "ci/linux").sparing("ci/pr"))
                        .build())
                .open(2)
                .comment("alice", 2, "@homu r+");

        scenario.send(new Event.MergePrepared(
                scenario.attempt(2).id(),
                scenario.base("main"),
                Scenario.mergeOf(1),
                "tree",
                false,
                List.of(Scenario.reported(Scenario.mergeOf(1), "ci/pr", BuilderState.SUCCESS))));

        assertThat(scenario.effect(Effect.Relabel.class).add()).containsExactly("exempted");
    }
}
