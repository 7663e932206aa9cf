package io.jenkins.plugins.homu.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect.MakeRollup;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.RollupMade;
import io.jenkins.plugins.homu.core.event.Event.RollupNotMade;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.RollupPart;
import io.jenkins.plugins.homu.core.model.RollupPart.LeftOut;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.port.GatewayException;
import java.util.List;
import org.junit.Before;
import org.junit.Test;

public class RollupMakerTest {
    private final ScriptedGitHub github = new ScriptedGitHub();
    private final ManualTimers time = new ManualTimers();
    private static final RepositoryId FORK = new RepositoryId("ci", "widget");
    private RepositorySettings settings = Fixture.settings("widget", Fixture.WIDGET);
    private CommitSha base;
    private CommitSha two;
    private CommitSha three;

    @Before
    public void branches() {
        CommitSha root = github.newCommit("root");
        two = github.newCommit("two", root);
        three = github.newCommit("three", root);
        base = github.newCommit("base", root);
        github.branch(Fixture.WIDGET, "main", base);
    }

    private MakeRollup effect() {
        return new MakeRollup(
                7,
                "main",
                List.of(
                        new RollupPart(2, two, "alice", "`Two` <b>@all", "Rollup merge of #2"),
                        new RollupPart(3, three, "bob", "Three", "Rollup merge of #3")),
                List.of(new LeftOut(4, "it is not approved")),
                "rollup-x",
                "alice");
    }

    /** It is a merge that nobody has tested. */
    @Test
    public void whereTestsRunInAForkItIsMadeThere() throws GatewayException {
        settings = Fixture.onFork(settings, FORK);
        assertThat(run(0)).isInstanceOf(RollupMade.class);
        CommitSha tip = github.branch(FORK, "rollup-x").orElseThrow();
        assertThat(github.commit(FORK, tip).orElseThrow().parents()).endsWith(three);
        assertThat(github.branch(Fixture.WIDGET, "rollup-x")).isEmpty();
        assertThat(github.calls("openPull")).singleElement().asString().contains("ci:rollup-x");
    }

    private Event run(int tries) throws GatewayException {
        Job job = new Job(effect(), tries, time.now());
        Result result = new RollupMaker(github)
                .carryOut(new Job.Run(job, RepositoryState.empty("widget"), settings, job::begun), effect());
        return ((Result.Done) result).outcome().orElseThrow();
    }

    @Test
    public void partsAreMergedOneByOneAndAPullRequestIsOpened() throws GatewayException {
        RollupMade made = (RollupMade) run(0);

        CommitSha tip = github.branch(Fixture.WIDGET, "rollup-x").orElseThrow();
        CommitSha first =
                github.commit(Fixture.WIDGET, tip).orElseThrow().parents().get(0);
        assertThat(github.commit(Fixture.WIDGET, tip).orElseThrow().parents()).containsExactly(first, three);
        assertThat(github.commit(Fixture.WIDGET, first).orElseThrow().parents()).containsExactly(base, two);
        assertThat(github.commit(Fixture.WIDGET, first).orElseThrow().message()).isEqualTo("Rollup merge of #2");
        assertThat(made.parts())
                .containsExactly(new AttemptMember(2, two, "alice"), new AttemptMember(3, three, "bob"));
        assertThat(github.branch(Fixture.WIDGET, "homu-tmp-rollup-x")).isEmpty();
        ScriptedGitHub.Opened opened = github.opened().get(0);
        assertThat(opened.number()).isEqualTo(made.number());
        assertThat(opened.title()).isEqualTo("Rollup of 2 pull requests");
        assertThat(opened.head()).isEqualTo("acme:rollup-x");
        assertThat(opened.base()).isEqualTo("main");
        assertThat(opened.body())
                .startsWith("Successful merges:\n\n - #2 (`` `Two` <b>@all ``)\n - #3 (`Three`)\n\nFailed merges:\n\n"
                        + " - #4 (it is not approved)");
    }

    @Test
    public void whatConflictsIsLeftOutAndNamed() throws GatewayException {
        github.conflicts(two);

        RollupMade made = (RollupMade) run(0);

        assertThat(made.parts()).extracting(AttemptMember::number).containsExactly(3);
        assertThat(made.leftOut())
                .containsExactly(
                        new LeftOut(4, "it is not approved"),
                        new LeftOut(2, "it conflicts with the base or those before it"));
        assertThat(github.opened().get(0).title()).isEqualTo("Rollup of 1 pull requests");
    }

    @Test
    public void nothingIsOpenedWhenNothingCanBeMerged() throws GatewayException {
        github.conflicts(two);
        github.conflicts(three);

        assertThat(run(0)).isEqualTo(new RollupNotMade("alice", "None of them could be merged onto main."));
        assertThat(github.opened()).isEmpty();
    }

    @Test
    public void secondTryFindsWhatTheFirstHasOpened() throws GatewayException {
        github.conflicts(two);
        RollupMade first = (RollupMade) run(0);

        RollupMade second = (RollupMade) run(1);

        assertThat(second.number()).isEqualTo(first.number());
        assertThat(second.parts()).isEqualTo(first.parts());
        assertThat(second.leftOut()).extracting(LeftOut::number).containsExactly(4, 2);
        assertThat(github.opened()).hasSize(1);
    }

    @Test
    public void secondTryMakesWhatTheFirstDidNot() throws GatewayException {
        github.branch(Fixture.WIDGET, "rollup-x", base);

        assertThat(run(1)).isInstanceOf(RollupMade.class);
        assertThat(github.opened()).hasSize(1);
    }

    @Test
    public void refusalIsPassedOn() throws GatewayException {
        github.refusePulls("Validation Failed");

        assertThat(run(0)).isEqualTo(new RollupNotMade("alice", "GitHub refused the pull request: Validation Failed"));
    }
}
