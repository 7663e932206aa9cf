package io.jenkins.plugins.homu.jenkins.configuration;

import hudson.model.Describable;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import java.util.List;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundSetter;

/** A builder whose word is needed before a merge. */
public abstract class BuilderConfiguration implements Describable<BuilderConfiguration> {
    private String name;
    private boolean forAuto = true;
    private boolean forTry = true;

    /** Unique within the repository; shown to people. Empty: made from what it is. */
    public String getName() {
        return name;
    }

    @DataBoundSetter
    public void setName(String name) {
        this.name = Texts.trimmed(name);
    }

    /** Whether merges need it. */
    public boolean isForAuto() {
        return forAuto;
    }

    @DataBoundSetter
    public void setForAuto(boolean forAuto) {
        this.forAuto = forAuto;
    }

    /** Whether tries need it. */
    public boolean isForTry() {
        return forTry;
    }

    @DataBoundSetter
    public void setForTry(boolean forTry) {
        this.forTry = forTry;
    }

    /** The name, or what stands for one. */
    public final String effectiveName() {
        return Texts.filled(name).orElseGet(this::defaultName);
    }

    abstract String defaultName();

    abstract BuilderSettings.Kind kind();

    /** What it reports merges under; empty when it can't. */
    abstract Optional<String> autoContext();

    /** What it reports tries under; empty when it can't. */
    abstract Optional<String> tryContext();

    /** What it reports pull requests under, where that may spare a test; empty when it can't. */
    Optional<String> pullContext() {
        return autoContext();
    }

    /** @throws ConfigurationException when something is missing */
    abstract void check();

    /** One, or several where what is configured has builders of its own. */
    List<BuilderSettings> toSettings() {
        check();
        return List.of(new BuilderSettings(
                effectiveName(),
                kind(),
                forAuto ? autoContext() : Optional.empty(),
                forTry ? tryContext() : Optional.empty()));
    }
}
