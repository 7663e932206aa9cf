package io.jenkins.plugins.homu.core.model;

import java.util.Locale;
import java.util.regex.Pattern;

/** A repository on GitHub. Equal whatever the case of its letters, as on GitHub. */
public record RepositoryId(String owner, String name) {
    /** GitHub has no name of one or two dots, which would mean something in a path. */
    private static final Pattern PART = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,100}");

    /** @throws IllegalArgumentException when either part could not be a name on GitHub */
    public RepositoryId {
        if (!PART.matcher(owner).matches() || !PART.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a repository on GitHub: " + LogLine.quote(owner + "/" + name));
        }
    }

    /**
     * @param fullName {@code owner/name}
     * @throws IllegalArgumentException when it has not that form
     */
    public static RepositoryId parse(String fullName) {
        int slash = fullName.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("Not a repository on GitHub: " + LogLine.quote(fullName));
        }
        return new RepositoryId(fullName.substring(0, slash), fullName.substring(slash + 1));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RepositoryId that
                && owner.equalsIgnoreCase(that.owner)
                && name.equalsIgnoreCase(that.name);
    }

    @Override
    public int hashCode() {
        return toString().toLowerCase(Locale.ROOT).hashCode();
    }

    /** {@code owner/name}, as GitHub writes it. */
    @Override
    public String toString() {
        return owner + "/" + name;
    }
}
