package io.jenkins.plugins.homu.jenkins.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.settings.BuilderSettings.Kind;
import org.junit.Test;

/** Needs no Jenkins that runs. */
public class QuayBuilderKindTest {
    @Test
    public void withoutATriggerOfOursItsBuildsCantBeAskedFor() {
        QuayBuilder builder = new QuayBuilder("acme");
        builder.setTriggerUuid(" ");
        assertThat(builder.toSettings()).singleElement().matches(one -> one.kind() == Kind.QUAY_ON_PUSH);

        builder.setTriggerUuid("d8a0c1f2-7c39-4f0d-9e53-0d8f0f7a3a55");
        builder.setCredentialsId("quay-token");
        assertThat(builder.toSettings()).singleElement().matches(one -> one.kind() == Kind.QUAY);
    }
}
