package io.jenkins.plugins.homu.store;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.effect.Effect.Acknowledge;
import io.jenkins.plugins.homu.core.effect.Effect.CallHook;
import io.jenkins.plugins.homu.core.effect.Effect.CancelBuilds;
import io.jenkins.plugins.homu.core.effect.Effect.ClosePull;
import io.jenkins.plugins.homu.core.effect.Effect.EditComment;
import io.jenkins.plugins.homu.core.effect.Effect.MakeRollup;
import io.jenkins.plugins.homu.core.effect.Effect.MoveBase;
import io.jenkins.plugins.homu.core.effect.Effect.PostComment;
import io.jenkins.plugins.homu.core.effect.Effect.PrepareMerge;
import io.jenkins.plugins.homu.core.effect.Effect.ReadMergeability;
import io.jenkins.plugins.homu.core.effect.Effect.ReadPermission;
import io.jenkins.plugins.homu.core.effect.Effect.ReadPull;
import io.jenkins.plugins.homu.core.effect.Effect.ReadResults;
import io.jenkins.plugins.homu.core.effect.Effect.Relabel;
import io.jenkins.plugins.homu.core.effect.Effect.SetStatus;
import io.jenkins.plugins.homu.core.effect.Effect.StartBuild;
import io.jenkins.plugins.homu.core.effect.Effect.StatusState;
import io.jenkins.plugins.homu.core.effect.Effect.Synchronise;
import io.jenkins.plugins.homu.core.effect.MergePlan;
import io.jenkins.plugins.homu.core.event.Event.CommentSource;
import io.jenkins.plugins.homu.core.model.AbbreviatedSha;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RollupPart;
import io.jenkins.plugins.homu.core.model.RollupPart.LeftOut;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Committer;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One effect of every kind, with and without what may be absent, for each hostile text. */
final class EffectSamples {
    private static final CommitSha SHA = new CommitSha("0123456789abcdef0123456789abcdef01234567");
    private static final CommitSha LONG_SHA = new CommitSha("f".repeat(64));
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00.000000001Z");

    private EffectSamples() {}

    static List<Effect> all() {
        List<Effect> effects = new ArrayList<>();
        for (String text : RandomStates.HOSTILE) {
            add(effects, text);
        }
        return effects;
    }

    private static void add(List<Effect> effects, String text) {
        List<AttemptMember> pulls =
                List.of(new AttemptMember(1, SHA, text), new AttemptMember(Integer.MAX_VALUE, LONG_SHA, "bob"));
        long id = effects.size();
        effects.add(new PrepareMerge(
                ++id,
                Long.MAX_VALUE,
                text,
                Optional.of(new AbbreviatedSha("0a1b2c3")),
                pulls,
                text,
                text,
                Optional.of(LONG_SHA),
                Optional.of(SHA),
                Optional.of(LONG_SHA),
                true,
                text));
        effects.add(new PrepareMerge(
                ++id,
                1,
                text,
                Optional.empty(),
                List.of(),
                text,
                text,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                text));
        for (Method method : Method.values()) {
            effects.add(new PrepareMerge(
                    ++id,
                    1,
                    text,
                    Optional.empty(),
                    pulls,
                    text,
                    text,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    text,
                    new MergePlan(method, true, false, TIME, new Committer(text, "a@b"), List.of(text, ""))));
        }
        effects.add(new ClosePull(++id, 3, SHA, LONG_SHA));
        effects.add(new MoveBase(++id, 2, text, SHA, LONG_SHA, pulls, true, Optional.of(TIME)));
        effects.add(new MoveBase(++id, 2, text, LONG_SHA, SHA, List.of(), false, Optional.empty()));
        effects.add(new StartBuild(++id, 3, 12, text, 1, Optional.empty()));
        effects.add(new StartBuild(++id, 3, 12, text, 0, Optional.of(text)));
        effects.add(new MakeRollup(
                ++id,
                text,
                List.of(new RollupPart(7, SHA, text, text, text)),
                List.of(new LeftOut(8, text)),
                text,
                text));
        effects.add(new CancelBuilds(++id, 3, SHA, List.of(text, "linux")));
        effects.add(new PostComment(++id, 4, text, true));
        effects.add(new PostComment(++id, 4, text, false));
        effects.add(new EditComment(++id, 5, Long.MAX_VALUE, text));
        for (CommentSource source : CommentSource.values()) {
            effects.add(new Acknowledge(++id, 6, source, Long.MIN_VALUE));
        }
        for (StatusState state : StatusState.values()) {
            effects.add(new SetStatus(++id, 7, SHA, state, text));
        }
        effects.add(new Relabel(++id, 8, Set.of(text, "other"), Set.of()));
        effects.add(new Relabel(++id, 8, Set.of(), Set.of(text, "other")));
        effects.add(new ReadPull(++id, 9));
        effects.add(new ReadMergeability(++id, text, Optional.of(text)));
        effects.add(new ReadMergeability(++id, text, Optional.empty()));
        effects.add(new Synchronise(++id, Optional.of(TIME)));
        effects.add(new Synchronise(++id, Optional.empty()));
        effects.add(new ReadResults(++id, 10, LONG_SHA));
        effects.add(new ReadPermission(++id, text));
        effects.add(new CallHook(++id, 11, text, text, Optional.of(text)));
        effects.add(new CallHook(++id, 11, text, text, Optional.empty()));
    }
}
