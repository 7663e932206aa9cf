package io.jenkins.plugins.homu.github;

import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.AccessSettings.Level;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.GatewayException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What people are in a repository and its organisation. */
final class RestAccess {
    /** Whether a team can be seen changes rarely; it is asked only to tell "no member" from "no such team". */
    private static final Duration TEAM_SEEN = Duration.ofHours(1);

    private final ApiHttp http;
    private final Clock clock;
    private final Map<String, Instant> seenTeams = new ConcurrentHashMap<>();

    RestAccess(ApiHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    Optional<Level> permission(RepositoryId repository, String login) throws GatewayException {
        ApiResponse response =
                http.send(ApiCall.get("collaborator permission", repository, "collaborators", login, "permission"));
        if (response.status() == 404
                && response.message().toLowerCase(Locale.ROOT).contains("is not a user")) {
            return Optional.empty();
        }
        return response.read(json -> {
            Fields answer = Fields.of(json, "the answer");
            String permission = answer.text("permission");
            // A role of the organisation's own making counts as the permission that it includes.
            return level(answer.optionalText("role_name").orElse("")).or(() -> level(permission));
        });
    }

    private static Optional<Level> level(String word) {
        return switch (word) {
            case "admin" -> Optional.of(Level.ADMIN);
            case "maintain" -> Optional.of(Level.MAINTAIN);
            case "write" -> Optional.of(Level.WRITE);
            case "triage" -> Optional.of(Level.TRIAGE);
            case "read" -> Optional.of(Level.READ);
            default -> Optional.empty();
        };
    }

    boolean isTeamMember(RepositoryId repository, String team, String login) throws GatewayException {
        int slash = team.indexOf('/');
        String organisation = team.substring(0, Math.max(0, slash));
        String slug = team.substring(slash + 1);
        ApiResponse response = http.send(ApiCall.onBehalf(
                "team membership", repository, "orgs", organisation, "teams", slug, "memberships", login));
        if (response.status() == 404) {
            requireTeam(repository, team, organisation, slug);
            return false;
        }
        return response.read(json -> Fields.of(json, "the answer").text("state").equals("active"));
    }

    /** GitHub says 404 as well where we must not see the team. */
    private void requireTeam(RepositoryId repository, String team, String organisation, String slug)
            throws GatewayException {
        Instant now = clock.now();
        Instant seen = seenTeams.get(team);
        if (seen != null && seen.plus(TEAM_SEEN).isAfter(now)) {
            return;
        }
        ApiResponse response = http.send(ApiCall.onBehalf("team", repository, "orgs", organisation, "teams", slug));
        if (response.status() == 404) {
            throw GatewayException.permanent(
                    404,
                    response.place() + ": 404 " + response.message() + ". There is no team " + team
                            + ", or the credentials must not see it: a token needs the scope read:org, a GitHub App the"
                            + " organisation's permission to read members");
        }
        response.expectSuccess();
        seenTeams.put(team, now);
    }
}
