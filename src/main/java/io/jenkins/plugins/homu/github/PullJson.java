package io.jenkins.plugins.homu.github;

import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a pull request as REST and webhooks describe it; both use the same words. */
final class PullJson {
    /** Whom GitHub shows in place of a deleted account. */
    static final String GHOST = "ghost";

    private PullJson() {}

    static PullSnapshot snapshot(Fields pull) throws Malformed {
        Fields head = pull.object("head");
        Optional<Fields> headRepository = head.optional("repo");
        Optional<String> headOwner = Optional.empty();
        if (headRepository.isPresent()) {
            headOwner = Optional.of(login(headRepository.get(), "owner"));
        }
        boolean merged = pull.flag("merged") || pull.has("merged_at");
        // On an open pull request this names a merge that GitHub makes for its own tests.
        Optional<CommitSha> mergedAs = merged ? pull.optionalSha("merge_commit_sha") : Optional.empty();
        return new PullSnapshot(
                pull.number("number"),
                pull.text("title"),
                pull.optionalText("body").orElse(""),
                login(pull, "user"),
                head.sha("sha"),
                head.text("ref"),
                headOwner,
                pull.object("base").text("ref"),
                pull.flag("draft"),
                labels(pull),
                assignees(pull),
                mergeability(pull.optionalFlag("mergeable")),
                pull.text("state").equals("open"),
                merged,
                mergedAs,
                pull.time("updated_at"));
    }

    /** The login of the user in a field; of a deleted one, {@link #GHOST}. */
    static String login(Fields parent, String field) throws Malformed {
        Optional<Fields> user = parent.optional(field);
        return user.isPresent() ? user.get().text("login") : GHOST;
    }

    private static Set<String> labels(Fields pull) throws Malformed {
        Set<String> names = new LinkedHashSet<>();
        for (Fields label : pull.list("labels")) {
            names.add(label.text("name"));
        }
        return names;
    }

    private static List<String> assignees(Fields pull) throws Malformed {
        List<String> logins = new ArrayList<>();
        for (Fields assignee : pull.list("assignees")) {
            logins.add(assignee.text("login"));
        }
        return logins;
    }

    private static Mergeability mergeability(Optional<Boolean> mergeable) {
        return mergeable
                .map(yes -> yes ? Mergeability.MERGEABLE : Mergeability.CONFLICTING)
                .orElse(Mergeability.UNKNOWN);
    }
}
