package io.jenkins.plugins.homu.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.jenkins.plugins.homu.core.event.Event.CommentSource;
import io.jenkins.plugins.homu.core.model.AbbreviatedSha;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Effects as the outbox keeps them: a type name and a JSON object. Both outlive a release, so a name once given stays;
 * a new field must be read with a default.
 */
final class EffectJson {
    /** What the outbox has in its columns type and payload. */
    record Written(String type, String payload) {}

    private interface Parser {
        Effect parse(long id, JsonNode node);
    }

    private static final Map<String, Parser> PARSERS = Map.ofEntries(
            Map.entry("prepare_merge", EffectJson::prepareMerge),
            Map.entry("move_base", EffectJson::moveBase),
            Map.entry(
                    "cancel_builds",
                    (id, node) -> new CancelBuilds(
                            id, Json.number(node, "attempt"), sha(node, "merge"), Json.strings(node, "builders"))),
            Map.entry(
                    "post_comment",
                    (id, node) -> new PostComment(
                            id, Json.integer(node, "number"), Json.text(node, "body"), Json.flag(node, "is_status"))),
            Map.entry(
                    "edit_comment",
                    (id, node) -> new EditComment(
                            id, Json.integer(node, "number"), Json.number(node, "comment"), Json.text(node, "body"))),
            Map.entry(
                    "acknowledge",
                    (id, node) -> new Acknowledge(
                            id,
                            Json.integer(node, "number"),
                            Words.parse(CommentSource.class, Json.text(node, "source")),
                            Json.number(node, "comment"))),
            Map.entry(
                    "set_status",
                    (id, node) -> new SetStatus(
                            id,
                            Json.integer(node, "page"),
                            sha(node, "sha"),
                            Words.parse(StatusState.class, Json.text(node, "state")),
                            Json.text(node, "description"))),
            Map.entry(
                    "relabel",
                    (id, node) -> new Relabel(
                            id,
                            Json.integer(node, "number"),
                            Set.copyOf(Json.strings(node, "add")),
                            Set.copyOf(Json.strings(node, "remove")))),
            Map.entry(
                    "close_pull",
                    (id, node) ->
                            new ClosePull(id, Json.integer(node, "number"), sha(node, "head"), sha(node, "merge"))),
            Map.entry("read_pull", (id, node) -> new ReadPull(id, Json.integer(node, "number"))),
            Map.entry(
                    "read_mergeability",
                    (id, node) ->
                            new ReadMergeability(id, Json.text(node, "base_ref"), Json.optionalText(node, "cause"))),
            Map.entry(
                    "call_hook",
                    (id, node) -> new CallHook(
                            id,
                            Json.integer(node, "number"),
                            Json.text(node, "hook"),
                            Json.text(node, "body"),
                            Json.optionalText(node, "extra_data"))),
            Map.entry("read_permission", (id, node) -> new ReadPermission(id, Json.text(node, "login"))),
            Map.entry(
                    "synchronise",
                    (id, node) ->
                            new Synchronise(id, Json.optionalText(node, "since").map(Words::time))),
            Map.entry(
                    "start_build",
                    (id, node) -> new StartBuild(
                            id,
                            Json.number(node, "attempt"),
                            Json.integer(node, "pull"),
                            Json.text(node, "builder"),
                            Json.integer(node, "restart"),
                            Json.optionalText(node, "again"))),
            Map.entry("make_rollup", RollupJson::readEffect),
            Map.entry(
                    "read_results",
                    (id, node) -> new ReadResults(id, Json.number(node, "attempt"), sha(node, "merge"))));

    private EffectJson() {}

    static Written write(Effect effect) {
        return effect.accept(new Writing());
    }

    /** @throws IllegalArgumentException when there is no such type, or its fields are not there */
    static Effect read(long id, String type, String payload) {
        Parser parser = PARSERS.get(type);
        if (parser == null) {
            throw new IllegalArgumentException("There is no effect of the type " + type + ".");
        }
        return parser.parse(id, Json.read(payload));
    }

    private static Effect prepareMerge(long id, JsonNode node) {
        return new PrepareMerge(
                id,
                Json.number(node, "attempt"),
                Json.text(node, "base_ref"),
                Json.optionalText(node, "parent").map(AbbreviatedSha::new),
                members(node),
                Json.text(node, "scratch_branch"),
                Json.text(node, "ci_branch"),
                optionalSha(node, "moved_tip"),
                optionalSha(node, "scratch_tip"),
                optionalSha(node, "previous_merge"),
                node.path("reuse").asBoolean(false),
                Json.text(node, "message"),
                MergePlanJson.read(node.path("plan")));
    }

    private static Effect moveBase(long id, JsonNode node) {
        return new MoveBase(
                id,
                Json.number(node, "attempt"),
                Json.text(node, "base_ref"),
                sha(node, "from"),
                sha(node, "to"),
                members(node),
                Json.flag(node, "verify_heads"),
                Json.optionalText(node, "valid_until").map(Words::time));
    }

    private static CommitSha sha(JsonNode node, String field) {
        return new CommitSha(Json.text(node, field));
    }

    private static Optional<CommitSha> optionalSha(JsonNode node, String field) {
        return Json.optionalText(node, field).map(CommitSha::new);
    }

    private static List<AttemptMember> members(JsonNode node) {
        return Json.list(
                node.path("pulls"),
                pull -> new AttemptMember(
                        Json.integer(pull, "number"), sha(pull, "head"), Json.text(pull, "approver")));
    }

    private static final class Writing implements Effect.Visitor<Written> {
        private static Written written(String type, ObjectNode node) {
            return new Written(type, Json.write(node));
        }

        private static void putMembers(ObjectNode node, List<AttemptMember> pulls) {
            node.set("pulls", Json.array(pulls, pull -> Json.object()
                    .put("number", pull.number())
                    .put("head", pull.head().value())
                    .put("approver", pull.approver())));
        }

        private static void put(ObjectNode node, String field, Optional<CommitSha> sha) {
            sha.ifPresent(present -> node.put(field, present.value()));
        }

        @Override
        public Written prepareMerge(PrepareMerge effect) {
            ObjectNode node = Json.object().put("attempt", effect.attempt()).put("base_ref", effect.baseRef());
            effect.parent().ifPresent(parent -> node.put("parent", parent.digits()));
            putMembers(node, effect.pulls());
            node.put("scratch_branch", effect.scratchBranch()).put("ci_branch", effect.ciBranch());
            put(node, "moved_tip", effect.movedTip());
            put(node, "scratch_tip", effect.scratchTip());
            put(node, "previous_merge", effect.previousMerge());
            node.put("reuse", effect.reuse());
            node.set("plan", MergePlanJson.write(effect.plan()));
            return written("prepare_merge", node.put("message", effect.message()));
        }

        @Override
        public Written moveBase(MoveBase effect) {
            ObjectNode node = Json.object()
                    .put("attempt", effect.attempt())
                    .put("base_ref", effect.baseRef())
                    .put("from", effect.from().value())
                    .put("to", effect.to().value());
            putMembers(node, effect.pulls());
            effect.validUntil().ifPresent(until -> node.put("valid_until", Words.of(until)));
            return written("move_base", node.put("verify_heads", effect.verifyHeads()));
        }

        @Override
        public Written startBuild(StartBuild effect) {
            ObjectNode node = Json.object()
                    .put("attempt", effect.attempt())
                    .put("pull", effect.pull())
                    .put("builder", effect.builder())
                    .put("restart", effect.restart());
            effect.again().ifPresent(url -> node.put("again", url));
            return written("start_build", node);
        }

        @Override
        public Written makeRollup(MakeRollup effect) {
            return written("make_rollup", RollupJson.node(effect));
        }

        @Override
        public Written cancelBuilds(CancelBuilds effect) {
            ObjectNode node = Json.object()
                    .put("attempt", effect.attempt())
                    .put("merge", effect.merge().value());
            node.set("builders", Json.strings(effect.builders()));
            return written("cancel_builds", node);
        }

        @Override
        public Written postComment(PostComment effect) {
            return written(
                    "post_comment",
                    Json.object()
                            .put("number", effect.number())
                            .put("body", effect.body())
                            .put("is_status", effect.isStatusComment()));
        }

        @Override
        public Written editComment(EditComment effect) {
            return written(
                    "edit_comment",
                    Json.object()
                            .put("number", effect.number())
                            .put("comment", effect.commentId())
                            .put("body", effect.body()));
        }

        @Override
        public Written acknowledge(Acknowledge effect) {
            return written(
                    "acknowledge",
                    Json.object()
                            .put("number", effect.number())
                            .put("source", Words.of(effect.source()))
                            .put("comment", effect.commentId()));
        }

        @Override
        public Written setStatus(SetStatus effect) {
            return written(
                    "set_status",
                    Json.object()
                            .put("page", effect.page())
                            .put("sha", effect.sha().value())
                            .put("state", Words.of(effect.state()))
                            .put("description", effect.description()));
        }

        @Override
        public Written relabel(Relabel effect) {
            ObjectNode node = Json.object().put("number", effect.number());
            node.set("add", Json.strings(new TreeSet<>(effect.add())));
            node.set("remove", Json.strings(new TreeSet<>(effect.remove())));
            return written("relabel", node);
        }

        @Override
        public Written closePull(ClosePull effect) {
            return written(
                    "close_pull",
                    Json.object()
                            .put("number", effect.number())
                            .put("head", effect.head().value())
                            .put("merge", effect.merge().value()));
        }

        @Override
        public Written readPull(ReadPull effect) {
            return written("read_pull", Json.object().put("number", effect.number()));
        }

        @Override
        public Written readMergeability(ReadMergeability effect) {
            ObjectNode node = Json.object().put("base_ref", effect.baseRef());
            effect.cause().ifPresent(cause -> node.put("cause", cause));
            return written("read_mergeability", node);
        }

        @Override
        public Written synchronise(Synchronise effect) {
            ObjectNode node = Json.object();
            effect.since().ifPresent(since -> node.put("since", Words.of(since)));
            return written("synchronise", node);
        }

        @Override
        public Written readResults(ReadResults effect) {
            return written(
                    "read_results",
                    Json.object()
                            .put("attempt", effect.attempt())
                            .put("merge", effect.merge().value()));
        }

        @Override
        public Written readPermission(ReadPermission effect) {
            return written("read_permission", Json.object().put("login", effect.login()));
        }

        @Override
        public Written callHook(CallHook effect) {
            ObjectNode node = Json.object()
                    .put("number", effect.number())
                    .put("hook", effect.hook())
                    .put("body", effect.body());
            effect.extraData().ifPresent(data -> node.put("extra_data", data));
            return written("call_hook", node);
        }
    }
}
