package io.jenkins.plugins.homu.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Descriptor;
import hudson.util.Secret;
import io.jenkins.plugins.homu.jenkins.configuration.BuildbotBuilder;
import io.jenkins.plugins.homu.jenkins.configuration.HomuGlobalConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.HookConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.JenkinsJobBuilder;
import io.jenkins.plugins.homu.jenkins.configuration.QuayBuilder;
import io.jenkins.plugins.homu.jenkins.configuration.RepositoryConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.TravisBuilder;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.github_branch_source.GitHubAppCredentials;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/**
 * What the section of the system configuration answers while it is filled in: to administrators only. Nothing is changed by
 * that, so one Jenkins does for all.
 */
public class ConfigurationCheckTest {
    @ClassRule
    public static final JenkinsRule JENKINS = HomuTestBase.jenkinsForAClass();

    @ClassRule
    public static final TemporaryFolder DIRECTORY = new TemporaryFolder();

    private static HomuInJenkins homu;

    @BeforeClass
    public static void prepare() throws Exception {
        homu = new HomuInJenkins(DIRECTORY.getRoot().toPath());
        HomuInJenkins.secret("github", homu.github.user("homu").token());
        HomuInJenkins.secret("widget-hook", HomuInJenkins.SECRET);
        MockAuthorizationStrategy rights = new MockAuthorizationStrategy();
        rights.grant(Jenkins.ADMINISTER).everywhere().to("admin");
        rights.grant(Jenkins.READ).everywhere().to("reader");
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(rights);
    }

    @AfterClass
    public static void stop() {
        homu.close();
    }

    private static String ask(String user, Class<?> of, String method, String parameters) throws Exception {
        JenkinsRule.WebClient client = HomuTestBase.reading(JENKINS, user);
        Descriptor<?> descriptor = JENKINS.jenkins.getDescriptor(of.getName());
        WebRequest request = new WebRequest(
                URI.create(JENKINS.getURL() + descriptor.getDescriptorUrl() + "/" + method + "?" + parameters)
                        .toURL(),
                HttpMethod.POST);
        return client.getPage(client.addCrumb(request)).getWebResponse().getContentAsString();
    }

    private static void isWrong(Class<?> of, String method, String parameters, String says) throws Exception {
        assertThat(ask("admin", of, method, parameters))
                .contains("class=\"error\"")
                .contains(says);
        assertThat(ask("reader", of, method, parameters))
                .doesNotContain("error")
                .doesNotContain(says);
    }

    private static String value(String text) {
        return "value=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    public void mistakesAreToldToAdministratorsOnly() throws Exception {
        Class<?> global = HomuGlobalConfiguration.class;
        Class<?> repository = RepositoryConfiguration.class;
        isWrong(global, "checkApiUrl", value("ftp://example.com"), "must be an address such as https://api.github.com");
        isWrong(global, "checkApiUrl", value("https://me:secret@example.com"), "without a user, a query or a #");
        isWrong(global, "checkApiUrl", value("https://example.com:70000"), "GitHub&#039;s API has a port above 65535");
        isWrong(HookConfiguration.class, "checkEndpoint", value("http://x:70000/?secret"), "has a port above 65535");
        isWrong(global, "checkBotName", value("not a login"), "can&#039;t be a login on GitHub");
        isWrong(global, "checkDatabaseUrl", value("jdbc:mysql://x"), "has to begin with jdbc:postgresql:");
        isWrong(repository, "checkOwner", "owner=acme&name=no/name", "as in github.com/OWNER/NAME");
        isWrong(repository, "checkReviewersText", value("alice, no!login"), "no!login can&#039;t be a login");
        isWrong(repository, "checkTryUsersText", value("-bob"), "-bob can&#039;t be a login");
        isWrong(repository, "checkWebhookSecretId", value(""), "anybody could approve");
        isWrong(BuildbotBuilder.class, "checkUrl", value("bb.example.org"), "The address of Buildbot&#039;s pages");
        isWrong(BuildbotBuilder.class, "checkUrl", value("https://u:p@bb"), "without a user");
        isWrong(BuildbotBuilder.class, "checkSecretId", value(""), "anybody could report");
        isWrong(TravisBuilder.class, "checkEndpoint", value("nowhere"), "The address of Travis&#039; API");
        isWrong(QuayBuilder.class, "checkNamespace", value("a/b"), "The namespace at Quay can&#039;t be a/b");
        isWrong(QuayBuilder.class, "checkNamespace", value(""), "The namespace at Quay is missing");
        isWrong(QuayBuilder.class, "checkRepository", value("a b"), "The repository at Quay can&#039;t be");
        isWrong(QuayBuilder.class, "checkTriggerUuid", value("12"), "given by its UUID");
        isWrong(
                QuayBuilder.class,
                "checkApiUrl",
                value("quay.io"),
                "The address of Quay must be an address such as https://quay.io");
        isWrong(QuayBuilder.class, "checkSecretId", value(""), "anybody could report");
        assertThat(ask("admin", QuayBuilder.class, "checkRepository", value("")))
                .doesNotContain("error");
        assertThat(ask("admin", TravisBuilder.class, "checkEndpoint", value("")))
                .doesNotContain("error");
        assertThat(ask("admin", global, "checkApiUrl", value("https://ghe.example/api/v3")))
                .doesNotContain("error");
        assertThat(ask("admin", repository, "checkReviewersText", value("alice, @dave")))
                .doesNotContain("error");
    }

    @Test
    public void jobThatDoesNotExistIsNoticed() throws Exception {
        JENKINS.createFreeStyleProject("widget");
        isWrong(JenkinsJobBuilder.class, "checkJob", value(""), "needs its full name");
        for (String method : List.of("checkJob", "checkTryJob")) {
            isWarned(method, "nowhere", "There is no job nowhere");
            assertThat(ask("admin", JenkinsJobBuilder.class, method, value("widget")))
                    .doesNotContain("There is no job");
        }
        assertThat(ask("admin", JenkinsJobBuilder.class, "checkTryJob", value("")))
                .doesNotContain("full name");
    }

    private static void isWarned(String method, String job, String says) throws Exception {
        assertThat(ask("admin", JenkinsJobBuilder.class, method, value(job)))
                .contains("class=\"warning\"")
                .contains(says);
        assertThat(ask("reader", JenkinsJobBuilder.class, method, value(job))).doesNotContain("no job");
    }

    @Test
    public void choicesAreForAdministratorsOnly() throws Exception {
        for (String field : List.of("credentialsId", "databaseCredentialsId")) {
            assertThat(ask("reader", HomuGlobalConfiguration.class, "fill" + upper(field) + "Items", field + "="))
                    .doesNotContain("github")
                    .doesNotContain("widget-hook");
        }
        assertThat(ask("reader", RepositoryConfiguration.class, "fillWebhookSecretIdItems", "webhookSecretId="))
                .doesNotContain("widget-hook");
        assertThat(ask("admin", HomuGlobalConfiguration.class, "fillCredentialsIdItems", "credentialsId="))
                .contains("github");
        assertThat(ask("admin", RepositoryConfiguration.class, "fillWebhookSecretIdItems", "webhookSecretId="))
                .contains("widget-hook");
    }

    private static String upper(String field) {
        return Character.toUpperCase(field.charAt(0)) + field.substring(1);
    }

    @Test
    public void webhookIsMadeWithWhatIsSavedAndSaysSo() throws Exception {
        assertThat(ask(
                        "admin",
                        RepositoryConfiguration.class,
                        "createWebhook",
                        "owner=acme&name=widget&webhookSecretId=widget-hook"))
                .contains("class=\"error\"")
                .contains("Save this page first");
        assertThat(homu.repository.hooks()).isEmpty();
    }

    @Test
    public void connectionIsTestedForAdministratorsOnly() throws Exception {
        String parameters = "credentialsId=github&apiUrl=" + homu.github.apiUrl();
        assertThat(ask("admin", HomuGlobalConfiguration.class, "testConnection", parameters))
                .contains("the credentials belong to homu");
        long before = homu.github.requests().total();
        assertThat(ask("reader", HomuGlobalConfiguration.class, "testConnection", parameters))
                .contains("reader is missing the Overall/Administer permission");
        assertThat(homu.github.requests().total()).isEqualTo(before);
        assertThat(ask("admin", HomuGlobalConfiguration.class, "testConnection", "credentialsId=no&apiUrl="))
                .contains("class=\"error\"")
                .contains("There are no credentials no");
        HomuInJenkins.secret("wrong", "ghp_wrong");
        assertThat(ask(
                        "admin",
                        HomuGlobalConfiguration.class,
                        "testConnection",
                        parameters.replace("=github&", "=wrong&")))
                .contains("class=\"error\"")
                .doesNotContain("ghp_wrong");
    }

    @Test
    public void credentialsThatCannotBeUsedAreToldWithTheReason() throws Exception {
        HomuInJenkins.secret("empty", "");
        HomuInJenkins.secret("broken-in-two", "ghp_first second");
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new GitHubAppCredentials(
                        CredentialsScope.GLOBAL, "keyless-app", "", "12", Secret.fromString("no key at all")));
        for (String id : List.of("empty", "broken-in-two", "keyless-app")) {
            assertThat(ask(
                            "admin",
                            HomuGlobalConfiguration.class,
                            "testConnection",
                            "credentialsId=" + id + "&apiUrl=" + homu.github.apiUrl()))
                    .contains("class=\"error\"")
                    .contains("The credentials " + id + " can&#039;t be used for GitHub: ")
                    .doesNotContain("ghp_first")
                    .doesNotContain("no key at all");
        }
    }
}
