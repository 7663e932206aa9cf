package io.jenkins.plugins.homu.core.settings;

/**
 * A command that the configuration adds: somebody else's program is called for it. Its address is the adapter's affair,
 * for it may hold secrets.
 *
 * @param name the command's word
 * @param access who may give it
 * @param realtime only when a webhook told of the comment at once, not when it was found later
 * @param hasResponse what the program answers is posted as a comment
 */
public record HookSettings(String name, Access access, boolean realtime, boolean hasResponse) {
    /** Who may call a hook. */
    public enum Access {
        TRY,
        REVIEWER
    }
}
