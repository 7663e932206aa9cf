package io.jenkins.plugins.homu.server.rollup;

import io.jenkins.plugins.homu.server.HomuServer;
import io.jenkins.plugins.homu.server.configuration.ConfigurationReader;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A server of the repository acme/widget with an OAuth application, called homu-app. */
final class SignInServer {
    static final String APP = "homu-app";
    static final String APP_SECRET = "homu-app-secret";

    private SignInServer() {}

    /** @param more settings of the repository @param web of the pages @param token the bot's */
    static HomuServer start(GitHubSimulator github, Path database, String more, String web, String token)
            throws IOException {
        return HomuServer.start(ConfigurationReader.parse(
                        "cfg.toml",
                        """
                        [github]
                        access_token = "%s"
                        api_url = "%s"
                        html_url = "%s"
                        app_client_id = "%s"
                        app_client_secret = "%s"
                        [web]
                        host = "127.0.0.1"
                        port = 0
                        %s
                        [db]
                        file = "%s"
                        [repo.widget]
                        owner = "acme"
                        name = "widget"
                        reviewers = ["alice"]
                        %s
                        [repo.widget.github]
                        secret = "hook"
                        [repo.widget.status]
                        context = "ci/test"
                        """
                                .formatted(token, github.apiUrl(), github.url(), APP, APP_SECRET, web, database, more),
                        Map.of())
                .configuration()
                .orElseThrow());
    }
}
