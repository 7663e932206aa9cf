package io.jenkins.plugins.homu.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.simulator.git.GitRepository;
import io.jenkins.plugins.homu.testing.Await;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** The stories of the simulator's Java API, and that git itself agrees with what it wrote. */
public class GitHubSimulatorTest extends SimulatorTestBase {

    @Test
    public void pullRequestIsMergedOnASideBranchAndTheBaseIsMovedToIt() throws Exception {
        SimPull pull = pullAdding("fix");
        pull.comment("alice", "@homu r+");

        String base = widget.tip("main");
        assertThat(homu().post("/repos/acme/widget/git/refs", Map.of("ref", "refs/heads/auto", "sha", base))
                        .status())
                .isEqualTo(201);
        ApiClient.Answer merged = homu().post(
                        "/repos/acme/widget/merges",
                        Map.of("base", "auto", "head", pull.headSha(), "commit_message", "Auto merge of #1"));
        assertThat(merged.status()).isEqualTo(201);
        String merge = merged.json().path("sha").asText();
        assertThat(merged.json().path("parents"))
                .extracting(parent -> parent.path("sha").asText())
                .containsExactly(base, pull.headSha());
        ApiClient.Answer moved =
                homu().patch("/repos/acme/widget/git/refs/heads/main", Map.of("sha", merge, "force", false));
        assertThat(moved.status()).isEqualTo(200);

        assertThat(widget.log("main")).containsExactly("Auto merge of #1", "Initial commit");
        Await.until(pull::isMerged);
        assertThat(pull.mergedBy().login()).isEqualTo("homu");
        assertThat(widget.file("main", "fix.txt")).contains("fix\n");
        assertThat(GitRepository.run(widget.gitDir(), "fsck", "--strict", "--no-dangling"))
                .isEmpty();
        assertThat(GitRepository.run(widget.gitDir(), "rev-parse", "main")).isEqualTo(merge + "\n");
    }

    @Test
    public void everyoneIsAskedForAToken() throws Exception {
        JsonNode answer = new ApiClient(github, "wrong").get("/user").json();
        assertThat(answer.path("message").asText()).isEqualTo("Bad credentials");
        assertThat(homu().get("/user").json().path("login").asText()).isEqualTo("homu");
        assertThat(homu().get("/repos/acme/nothing").status()).isEqualTo(404);
        assertThat(new ApiClient(github, null).get("/user").status()).isEqualTo(401);
    }

    @Test
    public void pullRequestFromAForkOutlivesTheFork() throws Exception {
        SimRepository fork = widget.fork("bob");
        fork.commitAs(github.user("bob"), "topic", Map.of("topic.txt", "t\n"), "Topic");
        SimPull pull = widget.openPull("bob", "bob:topic", "main", "Topic", null);
        String before = pull.headSha();
        pull.push(Map.of("topic.txt", "t2\n"));
        assertThat(pull.headSha()).isNotEqualTo(before).isEqualTo(fork.tip("topic"));

        fork.delete();
        JsonNode json = homu().get("/repos/acme/widget/pulls/1").json();
        assertThat(json.path("head").path("repo").isNull()).isTrue();
        assertThat(json.path("head").path("label").asText()).isEqualTo("bob:topic");
        assertThat(json.path("body").isNull()).isTrue();
        assertThat(GitRepository.run(widget.gitDir(), "rev-parse", "refs/pull/1/head"))
                .isEqualTo(pull.headSha() + "\n");
        assertThat(homu().post(
                                "/repos/acme/widget/merges",
                                Map.of("base", "main", "head", pull.headSha(), "commit_message", "m"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    public void gitClientsCloneAndPush() throws Exception {
        SimPull pull = pullAdding("fix");
        Path work = folder.newFolder("work").toPath();
        GitRepository.run(work.resolve(".git"), "clone", "-q", widget.gitDir().toString(), work.toString());
        Path dotGit = work.resolve(".git");
        String tree =
                GitRepository.run(dotGit, "rev-parse", "origin/fix^{tree}").strip();
        GitRepository.run(dotGit, "config", "user.name", "Bob");
        GitRepository.run(dotGit, "config", "user.email", "bob@example.org");
        String commit = GitRepository.run(dotGit, "commit-tree", tree, "-p", "origin/fix", "-m", "By git")
                .strip();
        widget.gitUser("bob");
        GitRepository.run(dotGit, "push", "-q", "origin", commit + ":refs/heads/fix");
        assertThat(widget.tip("fix")).isEqualTo(commit);
        assertThat(pull.headSha()).isEqualTo(commit);

        String upstream = widget.pushDirectly("main", Map.of("hotfix.txt", "x\n"));
        GitRepository.run(dotGit, "fetch", "-q", "origin");
        assertThat(GitRepository.run(dotGit, "rev-parse", "origin/main").strip())
                .isEqualTo(upstream);
    }

    @Test
    public void gitClientsPushOverHttpWithAToken() throws Exception {
        SimPull pull = pullAdding("fix");
        Path work = folder.newFolder("http").toPath();
        Path dotGit = work.resolve(".git");
        String plain = github.url() + "/acme/widget.git";
        GitRepository.run(dotGit, "clone", "-q", plain, work.toString());
        String commit = GitRepository.run(
                        dotGit,
                        "-c",
                        "user.name=Bob",
                        "-c",
                        "user.email=bob@example.org",
                        "commit-tree",
                        "origin/fix^{tree}",
                        "-p",
                        "origin/fix",
                        "-m",
                        "Over HTTP")
                .strip();
        String with = plain.replace(
                "http://", "http://x-access-token:" + github.user("homu").token() + "@");
        GitRepository.run(dotGit, "push", "-q", with, commit + ":refs/heads/fix");
        assertThat(pull.headSha()).isEqualTo(commit);
        String stranger =
                plain.replace("http://", "http://x:" + github.user("mallory").token() + "@");
        assertThatThrownBy(() -> GitRepository.run(dotGit, "push", "-q", stranger, commit + ":refs/heads/other"))
                .hasMessageContaining("403");
        assertThat(widget.findTip("other")).isEmpty();
        widget.makePrivate();
        assertThatThrownBy(() -> GitRepository.run(dotGit, "ls-remote", stranger))
                .hasMessageContaining("not found");
    }

    @Test
    public void peopleEditLabelDraftRetargetAndClose() throws Exception {
        SimPull pull = pullAdding("fix");
        widget.commit("release", Map.of("VERSION", "1\n"), "Release");
        pull.label("S-waiting");
        pull.label("other");
        pull.unlabel("other");
        pull.draft(true);
        pull.retarget("release");
        pull.edit("Better title", "Better text");
        pull.assign("carol");
        JsonNode json = homu().get("/repos/acme/widget/pulls/1").json();
        assertThat(json.path("title").asText()).isEqualTo("Better title");
        assertThat(json.path("draft").asBoolean()).isTrue();
        assertThat(json.path("base").path("ref").asText()).isEqualTo("release");
        assertThat(json.path("assignee").path("login").asText()).isEqualTo("carol");
        assertThat(pull.labels()).containsExactly("S-waiting");
        pull.close();
        assertThat(homu().get("/repos/acme/widget/pulls").json()).isEmpty();
        pull.reopen();
        assertThat(homu().get("/repos/acme/widget/pulls").json()).hasSize(1);
        widget.deleteBranch("fix");
        assertThat(pull.isOpen()).isFalse();
    }

    @Test
    public void thousandsOfPullRequestsAreImportedAtOnce() throws Exception {
        List<SimPull> pulls = widget.openManyPulls(300, "bob", "main");
        assertThat(pulls).hasSize(300);
        SimPull some = pulls.get(123);
        assertThat(widget.tip(some.headRef())).isEqualTo(some.headSha());
        assertThat(some.mergeable()).isNull();
        assertThat(some.mergeable()).isTrue();
        assertThat(some.changedFiles()).containsExactly("bulk/" + some.number() + ".txt");
        ApiClient.Answer merged =
                homu().post("/repos/acme/widget/merges", Map.of("base", "main", "head", some.headSha()));
        assertThat(merged.status()).isEqualTo(201);
        Await.until(some::isMerged);
        assertThat(pulls.get(5).isOpen()).isTrue();
        widget.deleteBranch(pulls.get(7).headRef());
        assertThat(pulls.get(7).isOpen()).isFalse();
    }

    @Test
    public void renamedRepositoryIsAnsweredWithAMove() throws Exception {
        widget.rename("gadget");
        ApiClient.Answer moved = homu().get("/repos/acme/widget/pulls");
        assertThat(moved.status()).isEqualTo(301);
        assertThat(moved.message()).isEqualTo("Moved Permanently");
        assertThat(moved.header("Location")).isEqualTo(github.apiUrl() + "/repositories/" + widget.id() + "/pulls");
        assertThat(homu().get(moved.header("Location")).status()).isEqualTo(200);
    }

    @Test
    public void privateRepositoryDoesNotExistForStrangers() throws Exception {
        widget.makePrivate();
        assertThat(as("mallory").get("/repos/acme/widget").status()).isEqualTo(404);
        assertThat(homu().get("/repos/acme/widget")
                        .json()
                        .path("permissions")
                        .path("push")
                        .asBoolean())
                .isTrue();
    }
}
