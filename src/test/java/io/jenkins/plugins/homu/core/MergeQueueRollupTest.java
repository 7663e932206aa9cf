package io.jenkins.plugins.homu.core;

import static io.jenkins.plugins.homu.core.Scenario.head;
import static io.jenkins.plugins.homu.core.Scenario.mergeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.RollupPart;
import io.jenkins.plugins.homu.core.model.RollupPart.LeftOut;
import io.jenkins.plugins.homu.core.model.Rollups.Notice;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.queue.RollupPlan;
import io.jenkins.plugins.homu.core.settings.LabelChange;
import io.jenkins.plugins.homu.core.settings.LabelEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.Test;

/** Rollups: what goes into one, when it is void, and what becomes of its parts. */
public class MergeQueueRollupTest {
    private static final int ROLLUP = 50;

    private final Scenario scenario = new Scenario();

    private Scenario approved(int... numbers) {
        // The first is being tested all the time, so that the others wait.
        scenario.open(9).comment("alice", 9, "@homu r+ p=10");
        for (int number : numbers) {
            scenario.open(number).comment("alice", number, "@homu r+");
        }
        return scenario.listen();
    }

    private Effect.MakeRollup wanted(Integer... numbers) {
        scenario.listen().send(new Event.RollupRequested(List.of(numbers), "alice"));
        return scenario.effect(Effect.MakeRollup.class);
    }

    private Notice notice() {
        return scenario.state().rollups().notice().orElseThrow();
    }

    private Scenario made(int... numbers) {
        List<AttemptMember> parts = Arrays.stream(numbers)
                .mapToObj(number -> new AttemptMember(number, head(number, 1), "alice"))
                .toList();
        scenario.open(ROLLUP)
                .send(new Event.RollupMade(ROLLUP, parts, List.of(new LeftOut(8, "it conflicts")), "alice"));
        return scenario.listen();
    }

    @Test
    public void chosenOnesAreTakenInTheOrderOfTheirNumbers() {
        approved(2, 4, 3);

        Effect.MakeRollup effect = wanted(4, 2, 3);

        assertThat(effect.parts()).extracting(RollupPart::number).containsExactly(2, 3, 4);
        assertThat(effect.parts().get(0).head()).isEqualTo(head(2, 1));
        assertThat(effect.parts().get(0).message()).startsWith("Rollup merge of #2 - dave:fix-2, r=alice\n\n");
        assertThat(effect.baseRef()).isEqualTo("main");
        assertThat(effect.branch()).matches("rollup-[0-9a-z]+");
        assertThat(notice().text()).isEqualTo("A rollup of #2, #3, #4 is being made for alice");
    }

    @Test
    public void withoutAChoiceTheMarkedOnesAreTaken() {
        approved(2, 3, 4);
        scenario.comment("alice", 2, "@homu rollup").comment("alice", 4, "@homu rollup=always");

        assertThat(wanted().parts()).extracting(RollupPart::number).containsExactly(2, 4);
    }

    @Test
    public void whatCannotGoIntoARollupIsNamedWithTheReason() {
        approved(2, 3, 4, 5);
        scenario.open(6).comment("alice", 4, "@homu rollup=never").retarget(5, "stable");
        scenario.comment("alice", 5, "@homu r+");

        assertThat(wanted(2, 3, 4, 5, 6, 77).leftOut())
                .containsExactly(
                        new LeftOut(4, "it is marked with rollup=never"),
                        new LeftOut(5, "its base is another one"),
                        new LeftOut(6, "it is not approved"),
                        new LeftOut(77, "it is not open"));
    }

    @Test
    public void approvalThatDoesNotCountIsCalledThat() {
        approved(2, 3, 4);
        scenario.with(new TestSettings().reviewers("bob").build());
        for (int number : List.of(2, 3)) {
            scenario.comment("bob", number, "@homu r+");
        }

        assertThat(wanted(2, 3, 4).leftOut())
                .containsExactly(new LeftOut(4, "the one who approved it is not a reviewer any more"));
    }

    @Test
    public void oneIsNoRollup() {
        approved(2);
        scenario.open(6).send(new Event.RollupRequested(List.of(2, 6), "alice"));

        assertThat(scenario.effects(Effect.MakeRollup.class)).isEmpty();
        assertThat(notice().failed()).isTrue();
        assertThat(notice().text())
                .isEqualTo(
                        "A rollup takes at least two approved pull requests on one base, and only one can go into one:"
                                + " #6 (it is not approved).");
    }

    @Test
    public void rollupIsApprovedAndMergedWithItsParts() {
        approved(2, 3);
        made(2, 3);
        assertThat(notice().text())
                .isEqualTo("The rollup #50 was made of #2, #3; left out: #8 (it conflicts)."
                        + " Approve it like any other pull request.");
        scenario.comment("alice", ROLLUP, "@homu r+ p=20").comment("alice", 9, "@homu r-");
        scenario.prepared(ROLLUP).result(ROLLUP, BuilderState.SUCCESS).moved(ROLLUP);

        assertThat(scenario.pull(2).verdict()).isEqualTo(Verdict.SUCCESS);
        assertThat(scenario.pull(2).verdictReason())
                .isEqualTo("Merged in the rollup #50 as " + mergeOf(2).abbreviated());
        assertThat(scenario.state().activeAttempt(3, false)).isEmpty();
    }

    /** GitHub can't see that what was squashed into one is in it. */
    @Test
    public void partsOfASquashedRollupAreClosed() {
        approved(2, 3);
        made(2, 3).comment("alice", ROLLUP, "@homu squash r+ p=20").comment("alice", 9, "@homu r-");
        scenario.prepared(ROLLUP).result(ROLLUP, BuilderState.SUCCESS).listen().moved(ROLLUP);

        assertThat(scenario.effects(Effect.ClosePull.class))
                .extracting(Effect.ClosePull::number)
                .containsExactlyInAnyOrder(ROLLUP, 2, 3);
    }

    @Test
    public void pushToAPartVoidsTheRollup() {
        approved(2, 3);
        made(2, 3).comment("alice", ROLLUP, "@homu r+");
        scenario.listen().push(3, 2);

        assertThat(scenario.pull(ROLLUP).isApproved()).isFalse();
        assertThat(scenario.said(ROLLUP))
                .containsExactly(
                        ":warning: This rollup does not hold any more because of its part #3: new commits were"
                                + " pushed. So the rollup isn't approved any more. Close it, and make a new one of what is left.");

        String why = "a rollup that does not hold any more because of its part #3: new commits were pushed";
        assertThat(scenario.why(ROLLUP)).isEqualTo("It is " + why + ". Close it, and make a new one of what is left");
        assertThat(notice().text())
                .isEqualTo(why.replace("a rollup that", "The rollup #50")
                        + ". Close it, and make a new one of what is left.");

        scenario.listen().comment("alice", ROLLUP, "@homu r+");
        assertThat(scenario.pull(ROLLUP).isApproved()).isFalse();
        assertThat(scenario.said(ROLLUP).get(0)).startsWith(":warning: This rollup does not hold any more");
    }

    @Test
    public void pushToTheRollupItselfVoidsIt() {
        approved(2, 3);
        made(2, 3).comment("alice", ROLLUP, "@homu r+");
        scenario.listen().push(ROLLUP, 2);

        assertThat(scenario.said(ROLLUP).get(1))
                .isEqualTo(
                        ":warning: This rollup does not hold any more because something else was pushed to its branch."
                                + " Close it, and make a new one of what is left.");
        scenario.listen().comment("alice", ROLLUP, "@homu r+");
        assertThat(scenario.pull(ROLLUP).isApproved())
                .as("its parts would count as merged, although perhaps they are not in it any more")
                .isFalse();
    }

    @Test
    public void newBaseOfTheRollupVoidsIt() {
        approved(2, 3);
        made(2, 3).comment("alice", ROLLUP, "@homu r+");
        scenario.retarget(ROLLUP, "release");

        assertThat(scenario.state().rollups().rollup(ROLLUP).orElseThrow().broken())
                .contains("its base was changed");
        assertThat(scenario.pull(2).isApproved())
                .as("its parts go their own way")
                .isTrue();
    }

    @Test
    public void runningTestOfAVoidRollupIsStopped() {
        approved(2, 3);
        made(2, 3).comment("alice", ROLLUP, "@homu r+ p=20").comment("alice", 9, "@homu r-");
        scenario.prepared(ROLLUP);

        scenario.comment("bob", 2, "@homu r-");

        assertThat(scenario.state().activeAttempt(ROLLUP, false)).isEmpty();
    }

    @Test
    public void closedPartVoidsTheRollupAndAMergedOneDoesNot() {
        approved(2, 3, 4);
        made(2, 3);
        scenario.closeMergedAs(3, mergeOf(7));
        assertThat(scenario.state().rollups().rollup(ROLLUP).orElseThrow().broken())
                .isEmpty();

        scenario.close(2);
        assertThat(scenario.state().rollups().rollup(ROLLUP).orElseThrow().broken())
                .contains("of its part #2: it was closed");
    }

    @Test
    public void partThatChangedWhileTheRollupWasMadeVoidsItAtOnce() {
        approved(2, 3);
        scenario.push(2, 2);
        made(2, 3);

        assertThat(scenario.state().rollups().rollup(ROLLUP).orElseThrow().broken())
                .contains("of its part #2: it changed while the rollup was made");
    }

    private Scenario labelled() {
        return scenario.with(new TestSettings()
                .label(LabelEvent.ROLLUP_MADE, new LabelChange(Set.of("in-rollup"), Set.of(), Set.of()))
                .label(LabelEvent.ROLLUP_ENDED, new LabelChange(Set.of(), Set.of("in-rollup"), Set.of()))
                .label(LabelEvent.SUCCEED, new LabelChange(Set.of("merged"), Set.of("in-rollup"), Set.of()))
                .build());
    }

    private List<Integer> relabelled(String added, String removed) {
        return scenario.effects(Effect.Relabel.class).stream()
                .filter(effect -> effect.add().equals(added.isEmpty() ? Set.of() : Set.of(added))
                        && effect.remove().equals(removed.isEmpty() ? Set.of() : Set.of(removed)))
                .map(Effect.Relabel::number)
                .toList();
    }

    @Test
    public void partsAreLabelledWhileTheyAreInARollup() {
        labelled();
        approved(2, 3, 4);
        scenario.listen();
        Scenario made = scenario.open(ROLLUP);
        made.send(new Event.RollupMade(
                ROLLUP,
                List.of(new AttemptMember(2, head(2, 1), "alice"), new AttemptMember(3, head(3, 1), "alice")),
                List.of(),
                "alice"));
        assertThat(relabelled("in-rollup", "")).containsExactly(2, 3);

        scenario.listen().comment("alice", 2, "@homu r-");
        assertThat(relabelled("", "in-rollup")).containsExactlyInAnyOrder(2, 3);
        scenario.listen().close(ROLLUP);
        assertThat(scenario.effects(Effect.Relabel.class))
                .as("it had ended before")
                .isEmpty();
    }

    @Test
    public void aRollupThatIsClosedGivesItsPartsBack() {
        labelled();
        approved(2, 3);
        made(2, 3);
        scenario.listen().close(ROLLUP);
        assertThat(relabelled("", "in-rollup")).containsExactly(2, 3);
    }

    @Test
    public void closedRollupIsForgotten() {
        approved(2, 3);
        made(2, 3);
        scenario.close(ROLLUP);

        assertThat(scenario.state().rollups().made()).isEmpty();
        scenario.send(new Event.RollupMade(ROLLUP, List.of(), List.of(), "alice"));
        assertThat(scenario.state().rollups().made()).as("late news").isEmpty();
    }

    @Test
    public void suspectsAreThoseThatFailedThenTheIffyThenTheRestFromTheBack() {
        approved(2, 3, 4, 5);
        scenario.comment("alice", 3, "@homu rollup=iffy").comment("alice", 5, "@homu rollup");
        made(2, 3, 4, 5);

        assertThat(RollupPlan.suspects(scenario.state(), ROLLUP)).containsExactly(3, 4, 2, 5);
        assertThat(RollupPlan.suspects(scenario.state(), 2)).isEmpty();
    }

    @Test
    public void failureToMakeOneIsTold() {
        approved(2, 3);
        scenario.send(new Event.RollupNotMade("alice", "GitHub refused the pull request: no"));

        assertThat(notice()).isEqualTo(new Notice("GitHub refused the pull request: no", true, notice().at()));
        assertThat(scenario.told()).contains("rollup");
    }
}
