package io.jenkins.plugins.homu.port;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Addresses of the web that people configure. What is wrong with one is told without what it is the address of, and without
 * any part of it, which may be a secret.
 */
public final class WebAddress {
    private WebAddress() {}

    /**
     * Scheme, host, port and path alone, without a slash at the end.
     *
     * @param example of such an address, for the message
     * @throws IllegalArgumentException such as {@code has a port above 65535}
     */
    public static URI of(String text, String example) {
        URI uri = parse(text.replaceAll("/+$", ""), example, "a user, a query or a #");
        if (uri.getRawQuery() != null) {
            throw wanted(example, "a user, a query or a #");
        }
        return uri;
    }

    /**
     * One that may have a query.
     *
     * @throws IllegalArgumentException as {@link #of} does
     */
    public static URI withQuery(String text, String example) {
        return parse(text, example, "a user or a #");
    }

    private static URI parse(String text, String example, String without) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not an address: " + e.getReason(), e);
        }
        boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw wanted(example, without);
        }
        if (uri.getPort() > 65535) {
            throw new IllegalArgumentException("has a port above 65535");
        }
        return uri;
    }

    private static IllegalArgumentException wanted(String example, String without) {
        return new IllegalArgumentException("must be an address such as " + example + ", without " + without);
    }
}
