package io.jenkins.plugins.homu.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.effect.Effect.CallHook;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.HookAnswered;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;

/** Commands that the settings add: {@code deploy} is for reviewers and answers, {@code lint} for try users. */
public class MergeQueueHooksTest {
    private final Scenario scenario = new Scenario();

    @Before
    public void open() {
        scenario.open(2);
    }

    private Scenario answer(String hook, String text) {
        return scenario.send(new HookAnswered(2, hook, Optional.of(text), Optional.empty()));
    }

    @Test
    public void aHookIsCalledWithWhatWasWritten() {
        scenario.comment("alice", 2, "Well done!\n@homu deploy=staging");
        CallHook call = scenario.effect(CallHook.class);
        assertThat(call.number()).isEqualTo(2);
        assertThat(call.hook()).isEqualTo("deploy");
        assertThat(call.extraData()).contains("staging");
        assertThat(call.body()).isEqualTo("Well done!\n@homu deploy=staging");
        assertThat(scenario.effects(Effect.Acknowledge.class)).hasSize(1);
        assertThat(scenario.told()).contains("hook");
    }

    @Test
    public void aHookGetsTheWholeCommentThoughCommandsAreReadFromAPartOfIt() {
        scenario.comment("alice", 2, "> @homu lint\n@homu deploy\n");
        assertThat(scenario.effect(CallHook.class).hook()).isEqualTo("deploy");
        assertThat(scenario.effect(CallHook.class).body()).isEqualTo("> @homu lint\n@homu deploy\n");
    }

    @Test
    public void aHookWithoutDataSaysSo() {
        scenario.comment("alice", 2, "@homu deploy");
        assertThat(scenario.effect(CallHook.class).extraData()).isEmpty();
    }

    @Test
    public void onlyThoseWhoMayCallIt() {
        scenario.comment("carol", 2, "@homu deploy").comment("mallory", 2, "@homu lint");
        assertThat(scenario.effects(CallHook.class)).isEmpty();
        assertThat(scenario.said(2).get(0)).contains("Not in reviewers");
        assertThat(scenario.said(2).get(1)).contains("Not in try users");
        scenario.comment("carol", 2, "@homu lint");
        assertThat(scenario.effect(CallHook.class).hook()).isEqualTo("lint");
    }

    @Test
    public void aDelegateMayCallIt() {
        scenario.comment("alice", 2, "@homu delegate=erin").comment("erin", 2, "@homu deploy");
        assertThat(scenario.effects(CallHook.class)).hasSize(1);
    }

    @Test
    public void theSameCommentCallsOnce() {
        CommentAdded comment = scenario.commentOf("alice", 2, "@homu deploy");
        scenario.send(comment).send(comment);
        assertThat(scenario.effects(CallHook.class)).hasSize(1);
    }

    @Test
    public void whatItAnswersIsShownAsForeignText() {
        answer("deploy", "Done, @everybody\n```\n@homu r+ [ci skip] <!-- x -->");
        assertThat(scenario.said(2))
                .containsExactly(
                        ":speech_balloon: The hook `deploy` answers:\n\n````text\nDone, @everybody\n```\n@homu r+"
                                + " [ci skip] <!-- x -->\n````");
    }

    @Test
    public void anEmptyAnswerIsToldAsOne() {
        answer("deploy", " \n");
        assertThat(scenario.said(2)).containsExactly(":speech_balloon: The hook `deploy` has answered without a word.");
    }

    @Test
    public void whatOneAnswersThatIsNotToBePostedIsNot() {
        answer("lint", "All is well");
        answer("gone", "I am not configured any more");
        assertThat(scenario.said(2)).isEmpty();
    }

    @Test
    public void aFailureIsTold() {
        scenario.send(new HookAnswered(2, "lint", Optional.empty(), Optional.of("it answered 500")));
        assertThat(scenario.said(2)).containsExactly(":boom: Calling the hook `lint` failed: it answered 500.");
        assertThat(scenario.told()).contains("not done");
    }

    @Test
    public void aCommentThatCameLateCallsOnlyWhatNeedNotBeAtOnce() {
        scenario.send(Scenario.late(scenario.commentOf("alice", 2, "@homu deploy"), scenario.now()))
                .send(Scenario.late(scenario.commentOf("alice", 2, "@homu lint"), scenario.now()));
        assertThat(scenario.effect(CallHook.class).hook()).isEqualTo("lint");
        assertThat(scenario.said(2).get(0)).contains("reached me late", "write it again");
    }

    @Test
    public void helpNamesThem() {
        scenario.comment("alice", 2, "@homu help");
        assertThat(scenario.said(2).get(0)).contains("Hooks: `deploy`, `lint`");
    }
}
