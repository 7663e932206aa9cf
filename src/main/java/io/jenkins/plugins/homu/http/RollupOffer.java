package io.jenkins.plugins.homu.http;

import java.util.Optional;

/**
 * How a rollup can be asked for on its page.
 *
 * @param action where the form posts to, beneath the application's own address: fields {@code label} and {@code prs};
 *     empty: it can't
 * @param hint what follows from pressing the button, or why there is none; for people
 * @param signIn origin of the pages that the form leads to beside ours, such as {@code https://github.com}; where there is
 *     one, {@code /synch} takes the same form for a comparison with GitHub
 */
public record RollupOffer(Optional<String> action, String hint, Optional<String> signIn) {
    /** For where nobody can be told from anybody else. */
    public static final RollupOffer NONE = new RollupOffer(
            Optional.empty(),
            "Rollups can't be made from here: that takes a GitHub OAuth application in the configuration ([github]"
                    + " app_client_id and app_client_secret), by which people sign in.",
            Optional.empty());

    /** The same for somebody who may not ask for one: the hint says what that takes. */
    RollupOffer withoutButton() {
        return new RollupOffer(Optional.empty(), hint, signIn);
    }
}
