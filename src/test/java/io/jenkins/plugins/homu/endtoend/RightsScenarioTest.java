package io.jenkins.plugins.homu.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.AccessSettings.Level;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.web.Fault;
import io.jenkins.plugins.homu.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Rights by what people are on GitHub, with everything real but GitHub itself. */
public class RightsScenarioTest {
    private static final String PERMISSION = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Scene scene;

    @Before
    public void start() throws IOException {
        scene = new Scene(folder.getRoot().toPath())
                .access(new AccessSettings(
                        Optional.of(Level.WRITE), Optional.of(Level.TRIAGE), Set.of("acme/core"), Set.of()));
        scene.github.accounts().member("acme", "core", "gina", "active");
        scene.widget.grant("wanda", Permission.WRITE);
        scene.widget.grant("tim", Permission.TRIAGE);
        scene.start().awaitSynchronised();
    }

    @After
    public void stop() {
        scene.close();
    }

    private long asked() {
        return scene.github.requests().count(PERMISSION);
    }

    @Test
    public void aCollaboratorsApprovalMerges() {
        SimPull pull = scene.open("fix");
        pull.comment("wanda", "@homu r+");
        scene.awaitMerged(pull);
    }

    @Test
    public void aTeamMembersApprovalMerges() {
        SimPull pull = scene.open("fix");
        pull.comment("gina", "@homu r+");
        scene.awaitMerged(pull);
    }

    @Test
    public void whoIsNamedCostsNothingAndAStrangerOneRequest() {
        SimPull pull = scene.open("fix");
        pull.comment("alice", "@homu p=3");
        pull.comment("mallory", "@homu r+");
        scene.awaitSaid(pull, "Collaborator required");
        pull.comment("mallory", "@homu r+");
        scene.awaitIdle();
        assertThat(asked()).isEqualTo(1);
        assertThat(scene.homu().pull(Scene.WIDGET, 1).orElseThrow().isApproved())
                .isFalse();
    }

    @Test
    public void aRightThatIsTakenAwayDuringTheTestStopsTheMerge() {
        scene.widget.grant("wanda", Permission.WRITE);
        scene.ci.hold();
        SimPull pull = scene.open("fix");
        pull.comment("wanda", "@homu r+");
        InstantCi.Build build = scene.ci.awaitBuild("auto", 1);
        scene.awaitIdle();
        scene.widget.grant("wanda", Permission.READ);
        scene.homu().oldNews(Scene.WIDGET, "wanda", Level.WRITE);
        scene.ci.pass(build);
        scene.awaitSaid(pull, "not a reviewer any more");
        assertThat(scene.widget.log("main")).hasSize(1);
    }

    @Test
    public void withoutPushAccessOnlyThoseWhoAreNamedHaveRights() {
        scene.github.faults().inject(Fault.status(403).on(PERMISSION));
        SimPull pull = scene.open("fix");
        pull.comment("wanda", "@homu r+");
        scene.awaitSaid(pull, "GitHub could not be asked what wanda may do");
        Await.until("the trouble in health", Duration.ofSeconds(10), () -> scene.homu()
                .health(Scene.WIDGET)
                .trouble()
                .filter(text -> text.contains("rights"))
                .isPresent());
        pull.comment("alice", "@homu r+");
        scene.awaitMerged(pull);
    }

    @Test
    public void aMergeWaitsUntilGitHubCanBeAskedAgain() {
        scene.ci.hold();
        SimPull pull = scene.open("fix");
        pull.comment("wanda", "@homu r+");
        InstantCi.Build build = scene.ci.awaitBuild("auto", 1);
        scene.awaitIdle();
        scene.homu().oldNews(Scene.WIDGET, "wanda", Level.WRITE);
        scene.github.faults().inject(Fault.status(502).on(PERMISSION).times(4));
        scene.ci.pass(build);
        scene.awaitMerged(pull);
        assertThat(asked()).isGreaterThanOrEqualTo(5);
        assertThat(scene.homu().state(Scene.WIDGET).attempts().values())
                .allMatch(attempt -> attempt.phase() != Attempt.Phase.CANCELLED);
    }
}
