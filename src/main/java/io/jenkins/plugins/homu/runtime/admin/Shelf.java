package io.jenkins.plugins.homu.runtime.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.StoreException;
import java.util.List;
import java.util.Optional;

/**
 * Where repositories are configured: those of a file, which stay as they are, and those that are added. A repository is
 * described by a document like {@code [repo.LABEL]} of cfg.toml, in JSON. Used by one thread at a time.
 */
public interface Shelf {
    /**
     * A repository that is configured.
     *
     * @param document with its secrets, where it was added
     * @param fixed it belongs to the configuration and can't be changed here
     */
    record Kept(ObjectNode document, boolean fixed) {
        @Override
        public String toString() {
            return fixed ? "fixed" : "added";
        }
    }

    List<String> labels();

    /** Whether a webhook is found by its address, because its number can't be kept. */
    default boolean findsWebhooksByAddress() {
        return false;
    }

    Optional<Kept> find(String label);

    /** The label under which a repository is configured. */
    Optional<String> labelOf(RepositoryId repository);

    /**
     * Looks whether a document can be used, and changes nothing.
     *
     * @return what is strange in it
     * @throws Refusal 422, with everything that is wrong with it
     */
    List<String> check(String label, ObjectNode document) throws Refusal;

    /**
     * Has a repository taken in, or changed, until the next start.
     *
     * @throws Refusal when it can't be used
     */
    void open(String label, ObjectNode document) throws Refusal;

    /** Lets it go until the next start. */
    void close(String label) throws Refusal;

    /** Keeps it for after the next start. Throws {@link StoreException} when that can't be. */
    void keep(String label, ObjectNode document) throws Refusal;

    /** Forgets what was kept. Throws {@link StoreException} when that can't be. */
    void drop(String label) throws Refusal;
}
