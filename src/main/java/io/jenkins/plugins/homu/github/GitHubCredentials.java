package io.jenkins.plugins.homu.github;

import java.security.interfaces.RSAPrivateCrtKey;
import java.util.regex.Pattern;

/** What we show GitHub to be let in. Never printed: {@code toString} tells the kind only. */
public sealed interface GitHubCredentials {

    /** A personal access token or an OAuth token. */
    record Token(String value) implements GitHubCredentials {
        private static final Pattern USABLE = Pattern.compile("[\\x21-\\x7e]+");

        /** @throws IllegalArgumentException when it is empty or could not stand in an HTTP header */
        public Token {
            value = value.strip();
            if (!USABLE.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "access_token is empty or holds blanks or other characters that no token of GitHub has");
            }
        }

        @Override
        public String toString() {
            return "token";
        }
    }

    /** A GitHub App: its id (or client id) and the private key it signs with. */
    record App(String id, RSAPrivateCrtKey key) implements GitHubCredentials {
        private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

        /** @throws IllegalArgumentException when the id is none */
        public App {
            id = id.strip();
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException("app_id is neither the number nor the client id of a GitHub App");
            }
        }

        /**
         * @param pem the private key as GitHub gives it out (PKCS#1), or PKCS#8
         * @throws IllegalArgumentException when the key can't be read; the message says why, without the key
         */
        public static App of(String id, String pem) {
            return new App(id, PemKeys.read(pem));
        }

        @Override
        public String toString() {
            return "GitHub App " + id;
        }
    }
}
