package io.jenkins.plugins.homu.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.homu.core.effect.Effect.ReadPermission;
import io.jenkins.plugins.homu.core.event.Event.PermissionRead;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.AccessSettings.Level;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.GatewayException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

/** What is asked of GitHub for one person's rights, and what is not. */
public class RightsReadingTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final ScriptedGitHub github = new ScriptedGitHub();
    private final Looker looker = new Looker(github, new Jobs(Builder.NONE), () -> NOW);
    private AccessSettings access =
            new AccessSettings(Optional.of(Level.WRITE), Optional.empty(), Set.of("acme/core"), Set.of("acme/helpers"));

    private PermissionRead read(String login) throws GatewayException {
        ReadPermission effect = new ReadPermission(1, login);
        Job.Run run = new Job.Run(
                new Job(effect, 0, Instant.EPOCH),
                RepositoryState.empty("widget"),
                Fixture.settings("widget", Fixture.WIDGET, access),
                () -> {});
        return (PermissionRead)
                ((Result.Done) looker.readPermission(run, effect)).outcome().orElseThrow();
    }

    @Test
    public void aReviewerByPermissionCostsOneRequest() throws Exception {
        github.level(Fixture.WIDGET, "gina", Level.ADMIN);
        assertThat(read("gina"))
                .isEqualTo(new PermissionRead("gina", Optional.of(Level.ADMIN), Set.of(), Optional.empty(), NOW));
        assertThat(github.calls()).hasSize(1);
    }

    @Test
    public void teamsAreAskedForUntilOneOfReviewersIsFound() throws Exception {
        github.level(Fixture.WIDGET, "gina", Level.READ);
        github.member(Fixture.WIDGET, "acme/core", "gina");
        assertThat(read("gina").teams()).containsExactly("acme/core");
        assertThat(github.calls("isTeamMember")).hasSize(1);
    }

    @Test
    public void aStrangerIsNothingAfterEverythingWasAsked() throws Exception {
        PermissionRead answer = read("sam");
        assertThat(answer.level()).isEmpty();
        assertThat(answer.teams()).isEmpty();
        assertThat(answer.trouble()).isEmpty();
        assertThat(github.calls()).hasSize(3);
    }

    @Test
    public void whatNoSettingNeedsIsNotAsked() throws Exception {
        access = new AccessSettings(Optional.empty(), Optional.empty(), Set.of(), Set.of("acme/helpers"));
        github.member(Fixture.WIDGET, "acme/helpers", "tim");
        assertThat(read("tim").teams()).containsExactly("acme/helpers");
        assertThat(github.calls("permission")).isEmpty();
    }

    @Test
    public void whatOnlyAPersonCanMendIsTrouble() throws Exception {
        github.failBefore("permission", GatewayException.permanent(403, "Must have push access"));
        github.member(Fixture.WIDGET, "acme/helpers", "tim");
        PermissionRead answer = read("tim");
        assertThat(answer.trouble()).contains("Must have push access");
        assertThat(answer.teams()).containsExactly("acme/helpers");
    }

    @Test
    public void troubleOfOneQuestionDoesNotMatterWhereAnotherGivesTheRight() throws Exception {
        github.failBefore("permission", GatewayException.permanent(403, "Must have push access"));
        github.member(Fixture.WIDGET, "acme/core", "gina");
        assertThat(read("gina").trouble()).isEmpty();
    }

    @Test
    public void whatMayPassIsTriedAgain() {
        github.failBefore("isTeamMember", ScriptedGitHub.lost());
        assertThatThrownBy(() -> read("sam")).isInstanceOf(GatewayException.class);
    }

    @Test
    public void aQuestionThatIsGivenUpHasAnOutcome() {
        assertThat(Carrier.givenUp(new ReadPermission(1, "gina"), "GitHub is down"))
                .contains(new PermissionRead(
                        "gina", Optional.empty(), Set.of(), Optional.of("GitHub is down"), Instant.EPOCH));
    }
}
