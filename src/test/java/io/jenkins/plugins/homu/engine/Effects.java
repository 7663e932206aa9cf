package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.effect.Effect.MoveBase;
import io.jenkins.plugins.homu.core.effect.Effect.PostComment;
import io.jenkins.plugins.homu.core.effect.Effect.PrepareMerge;
import io.jenkins.plugins.homu.core.model.AbbreviatedSha;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Effects as the rules would make them. */
final class Effects {
    static final String MESSAGE = "Auto merge of #1 - alice:fix, r=alice\n\nFix it\n\nBody";

    private Effects() {}

    static PrepareMerge prepare(long id, CommitSha... heads) {
        List<AttemptMember> pulls = new ArrayList<>();
        for (CommitSha head : heads) {
            pulls.add(new AttemptMember(pulls.size() + 1, head, "alice"));
        }
        return prepare(id, pulls, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static PrepareMerge prepare(
            long id,
            List<AttemptMember> pulls,
            Optional<AbbreviatedSha> parent,
            Optional<CommitSha> movedTip,
            Optional<CommitSha> scratchTip,
            Optional<CommitSha> previous) {
        return new PrepareMerge(
                id, 1, "main", parent, pulls, "scratch", "auto", movedTip, scratchTip, previous, false, MESSAGE);
    }

    static MoveBase move(long id, CommitSha from, CommitSha to) {
        return new MoveBase(
                id, 1, "main", from, to, List.of(new AttemptMember(1, to, "alice")), false, Optional.empty());
    }

    static Effect say(long id, int number, String body) {
        return new PostComment(id, number, body, false);
    }

    static MoveBase moveUntil(long id, CommitSha from, CommitSha to, Instant until) {
        return new MoveBase(
                id, 1, "main", from, to, List.of(new AttemptMember(1, to, "alice")), false, Optional.of(until));
    }
}
