package io.jenkins.plugins.homu.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.jenkins.configuration.HomuGlobalConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.QuayBuilder;
import io.jenkins.plugins.homu.jenkins.configuration.QuaySetup;
import io.jenkins.plugins.homu.jenkins.configuration.RepositoryConfiguration;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** The example of the documentation, in and out of a real Jenkins. */
public class ConfigurationAsCodeTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder directory = new TemporaryFolder();

    private void importExample() throws Exception {
        ConfigurationAsCode.get()
                .configure(
                        ConfigurationAsCodeTest.class.getResource("jcasc.yaml").toString());
    }

    /** With the names that Jenkins' own permissions are given by, at the very start. */
    @Test
    public void permissionsAreKnownBeforeAnybodyHasSeenAPage() {
        assertThat(hudson.security.PermissionGroup.getAll())
                .filteredOn(group -> group.owner == io.jenkins.plugins.homu.jenkins.web.HomuRootAction.class)
                .singleElement()
                .satisfies(group -> assertThat(group.getPermissions())
                        .extracting(permission -> permission.name)
                        .containsExactlyInAnyOrder("View", "Manage"));
    }

    @Test
    public void exampleIsUnderstood() throws Exception {
        importExample();

        HomuGlobalConfiguration configuration = HomuGlobalConfiguration.get();
        assertThat(configuration.getBotName()).isEqualTo("homu");
        assertThat(configuration.getCredentialsId()).isEqualTo("github");
        RepositorySettings widget =
                configuration.repository("widget").orElseThrow().toSettings("homu", Optional.empty());
        assertThat(widget.reviewers()).containsExactly("alice");
        assertThat(widget.tryUsers()).containsExactly("carol");
        assertThat(widget.timeout()).isEqualTo(Duration.ofHours(10));
        assertThat(widget.branches()).isEqualTo(new RepositorySettings.Branches("auto", "try", "rollup"));
        assertThat(widget.builders())
                .containsExactly(
                        new BuilderSettings(
                                "linux", BuilderSettings.Kind.JOB, Optional.of("folder/widget"), Optional.empty()),
                        new BuilderSettings(
                                "ci/test", BuilderSettings.Kind.STATUS, Optional.of("ci/test"), Optional.of("ci/test")),
                        new BuilderSettings(
                                "build", BuilderSettings.Kind.CHECK, Optional.of("build"), Optional.of("build")),
                        new BuilderSettings("mac", BuilderSettings.Kind.BUILDBOT, Optional.of("mac"), Optional.empty()),
                        new BuilderSettings(
                                "try-mac", BuilderSettings.Kind.BUILDBOT, Optional.empty(), Optional.of("try-mac")),
                        new BuilderSettings(
                                "travis", BuilderSettings.Kind.TRAVIS, Optional.of("travis"), Optional.of("travis")),
                        new BuilderSettings(
                                "quay", BuilderSettings.Kind.QUAY, Optional.of("quay"), Optional.of("quay")));
    }

    @Test
    public void exportIsWhatCanBeImported() throws Exception {
        importExample();

        String exported = exported();
        try (InputStream golden = ConfigurationAsCodeTest.class.getResourceAsStream("jcasc-exported.yaml")) {
            assertThat(exported).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }

        Path file = directory.newFile("again.yaml").toPath();
        Files.writeString(file, exported);
        ConfigurationAsCode.get().configure(file.toString());
        assertThat(exported()).isEqualTo(exported);
    }

    /** Or else nobody would know any more what may be taken down there. */
    @Test
    public void whatWasSetUpAtQuayIsKept() throws Exception {
        importExample();
        RepositoryConfiguration widget =
                HomuGlobalConfiguration.get().getRepositories().get(0);
        QuaySetup setup = new QuaySetup("acme/widget");
        setup.setMade(true);
        setup.setNotifications(List.of("6a2f6c0e-1111-2222-3333-444455556666", "0d4c"));
        setup.setDeployKey(4_000_000_123L);
        QuayBuilder quay = new QuayBuilder("acme");
        quay.setSecretId("quay-hook");
        quay.setSetup(setup);
        widget.setBuilders(List.of(quay));
        String before = Jenkins.XSTREAM2.toXML(HomuGlobalConfiguration.get());
        Path file = directory.newFile("again.yaml").toPath();
        Files.writeString(file, exported());
        HomuGlobalConfiguration.get().setRepositories(List.of());

        ConfigurationAsCode.get().configure(file.toString());

        assertThat(Jenkins.XSTREAM2.toXML(HomuGlobalConfiguration.get())).isEqualTo(before);
    }

    /** Of all that Jenkins exports, what is ours, as a document of its own. */
    private static String exported() throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(all);
        List<String> lines = new ArrayList<>(List.of("unclassified:"));
        all.toString(StandardCharsets.UTF_8)
                .lines()
                .dropWhile(line -> !line.equals("unclassified:"))
                .dropWhile(line -> !line.equals("  homu:"))
                .takeWhile(line -> line.equals("  homu:") || line.startsWith("   "))
                .forEach(lines::add);
        return String.join("\n", lines) + "\n";
    }
}
