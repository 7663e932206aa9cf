package io.jenkins.plugins.homu.simulator;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who may do what with a repository, and which of its branches are protected. */
public final class Access {

    private final SimRepository repository;
    private final Map<String, Permission> collaborators = new ConcurrentHashMap<>();
    private final Map<String, Protection> protections = new ConcurrentHashMap<>();

    Access(SimRepository repository) {
        this.repository = repository;
    }

    void grant(String user, Permission permission) {
        collaborators.put(repository.simulator().user(user).login().toLowerCase(Locale.ROOT), permission);
    }

    /** What a user may do: the owner everything, others what they were granted, or read what is public. */
    public Permission permission(SimUser user) {
        if (user.id() == repository.owner().id()) {
            return Permission.ADMIN;
        }
        Permission granted = collaborators.get(user.login().toLowerCase(Locale.ROOT));
        if (granted != null) {
            return granted;
        }
        return repository.isPrivate() ? Permission.NONE : Permission.READ;
    }

    /** Whether GitHub lists the user as a collaborator. */
    public boolean isCollaborator(SimUser user) {
        return user.id() == repository.owner().id()
                || collaborators
                        .getOrDefault(user.login().toLowerCase(Locale.ROOT), Permission.NONE)
                        .includes(Permission.READ);
    }

    Protection protect(String branch) {
        return protections.computeIfAbsent(branch, key -> new Protection());
    }

    Optional<Protection> protection(String branch) {
        return Optional.ofNullable(protections.get(branch));
    }
}
