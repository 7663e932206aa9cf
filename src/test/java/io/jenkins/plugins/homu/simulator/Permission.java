package io.jenkins.plugins.homu.simulator;

import java.util.Locale;

/** What a collaborator may do with a repository; each includes those before it. */
public enum Permission {
    NONE,
    READ,
    TRIAGE,
    WRITE,
    MAINTAIN,
    ADMIN;

    public boolean includes(Permission other) {
        return compareTo(other) >= 0;
    }

    /** The name in {@code role_name}. */
    public String roleName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name in {@code permission}, which knows no triage and no maintain. */
    public String legacyName() {
        return switch (this) {
            case TRIAGE -> "read";
            case MAINTAIN -> "write";
            default -> roleName();
        };
    }
}
