package io.jenkins.plugins.homu.github;

import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;

/**
 * A repository that webhooks are taken from.
 *
 * @param secret what GitHub signs the deliveries with; empty: all are refused. Never printed
 */
public record WebhookRepository(RepositorySettings settings, String secret) {
    /** Whether a builder of ours reports under that name. */
    boolean awaits(BuilderSettings.Kind kind, String context) {
        for (BuilderSettings builder : settings.builders()) {
            if (builder.kind() == kind
                    && (builder.autoContext().filter(context::equals).isPresent()
                            || builder.tryContext().filter(context::equals).isPresent())) {
                return true;
            }
        }
        return false;
    }

    /** Whether that is the bot's own account; an App's login has an ending that nobody writes. */
    boolean isBot(String login) {
        return settings.isBot(login) || login.equalsIgnoreCase(settings.botName() + "[bot]");
    }

    @Override
    public String toString() {
        return settings.label();
    }
}
