package io.jenkins.plugins.homu.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleProject;
import hudson.util.Secret;
import io.jenkins.plugins.homu.jenkins.configuration.HomuGlobalConfiguration;
import io.jenkins.plugins.homu.simulator.SimApp;
import io.jenkins.plugins.homu.simulator.SimPull;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import org.jenkinsci.plugins.github_branch_source.GitHubAppCredentials;
import org.junit.Before;
import org.junit.Test;

/** A GitHub App as GitHub Branch Source keeps it, with a private key of this test. */
public class GitHubAppTest extends HomuTestBase {
    private static final String TOKENS = "POST /app/installations/";

    private GitHubAppCredentials credentials;

    @Before
    public void arrange() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        SimApp app = homu.github.accounts().app("homu", homu.github.organization("acme"), keys.getPublic());
        homu.github.accounts().install(app, homu.repository.owner());
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        credentials = new GitHubAppCredentials(
                CredentialsScope.GLOBAL, "homu-app", "The queue", Long.toString(app.id()), Secret.fromString(pem));
        credentials.setApiUri(homu.github.apiUrl());
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials().add(credentials);
        provider.save();
        FreeStyleProject job = jenkins.createFreeStyleProject("widget");
        job.setQuietPeriod(0);
        homu.fill(url(), HomuInJenkins.job("linux", "widget"));
        HomuGlobalConfiguration.get().setCredentialsId("homu-app");
        homu.serve(url());
    }

    private SimPull approved(String name) {
        SimPull pull = homu.open(name);
        pull.comment("alice", "@homu r+");
        return pull;
    }

    private static void untilMergedBy(String bot, SimPull pull) {
        HomuInJenkins.untilMerged(pull);
        HomuInJenkins.until("the last word of " + bot + " on #" + pull.number(), () -> pull.comments().stream()
                .anyMatch(comment ->
                        comment.author().equals(bot) && comment.body().contains(":sunny:")));
    }

    private long tokens() {
        return homu.github.requests().count(TOKENS);
    }

    @Test
    public void mergesWithTheTokenOfItsInstallation() {
        untilMergedBy("homu[bot]", approved("one"));

        assertThat(tokens()).as("one token is good for an hour").isEqualTo(1);
        assertThat(homu.repository.file("main", "one.txt")).contains("one\n");
    }

    @Test
    public void tokenThatHasExpiredIsRenewed() {
        untilMergedBy("homu[bot]", approved("one"));
        homu.github.accounts().expireInstallationTokens();

        untilMergedBy("homu[bot]", approved("two"));

        assertThat(tokens()).isEqualTo(2);
    }

    @Test
    public void tokenThatIsAboutToExpireIsRenewedBefore() {
        homu.github.accounts().installationTokensExpireIn(Duration.ofMinutes(2));
        homu.github.accounts().expireInstallationTokens();
        homu.github.requests().reset();

        untilMergedBy("homu[bot]", approved("one"));

        assertThat(tokens()).isGreaterThan(1);
        assertThat(homu.github.requests().entries())
                .filteredOn(entry -> entry.status() == 401)
                .as("refused with a token that was known to be about to expire")
                .hasSizeLessThanOrEqualTo(1);
    }

    /** The same credentials serve the jobs of Jenkins: what GitHub answers is understood there as well. */
    @Test
    public void gitHubBranchSourceGetsATokenFromTheSameApp() {
        String token = credentials.getPassword().getPlainText();

        assertThat(homu.github.accounts().token(token))
                .hasValueSatisfying(found -> assertThat(found.user().login()).isEqualTo("homu[bot]"));
    }

    @Test
    public void connectionIsTestedAsTheApp() throws Exception {
        assertThat(HomuGlobalConfiguration.get()
                        .doTestConnection(homu.github.apiUrl(), "homu-app")
                        .getMessage())
                .contains("the credentials belong to homu");
    }
}
