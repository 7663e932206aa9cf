package io.jenkins.plugins.homu.server.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.RollupMode;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.server.cli.HomuCommand;
import io.jenkins.plugins.homu.store.DatabaseSettings;
import io.jenkins.plugins.homu.store.JdbcStateStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import picocli.CommandLine;

/** {@code homu import}, from the command line to our store, with files of the three programs. Long, because of their schemas. */
public class ImportTest {
    private static final String HEAD = "1234567890abcdef1234567890abcdef12345678";
    private static final String MERGE = "fedcba0987654321fedcba0987654321fedcba09";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path old;
    private Path ours;
    private Path cfg;

    @Before
    public void configure() throws IOException {
        old = folder.getRoot().toPath().resolve("main.db");
        ours = folder.getRoot().toPath().resolve("homu.db");
        cfg = folder.getRoot().toPath().resolve("cfg.toml");
        Files.writeString(
                cfg,
                """
                [github]
                access_token = "t0ken"
                [db]
                file = '%s'
                [repo.widget]
                owner = "acme"
                name = "widget"
                reviewers = ["alice"]
                try_users = ["carol"]
                [repo.widget.github]
                secret = "hook"
                [repo.widget.status]
                context = "ci/test"
                [repo.gadget]
                owner = "Acme"
                name = "gadget"
                reviewers = ["alice"]
                [repo.gadget.github]
                secret = "hook"
                [repo.gadget.status]
                context = "ci/test"
                """
                        .formatted(ours));
    }

    private int run(String... more) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine line = HomuCommand.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        List<String> args = new ArrayList<>(List.of("import", "--db", old.toString(), "--config", cfg.toString()));
        args.addAll(Arrays.asList(more));
        return line.execute(args.toArray(String[]::new));
    }

    private void succeeds(String... more) {
        int code = run(more);
        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
    }

    private String refuses(String... more) {
        assertThat(run(more)).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("homu: ");
        return err.toString();
    }

    private RepositoryState state(String label) {
        try (JdbcStateStore store = JdbcStateStore.open(DatabaseSettings.file(ours))) {
            return store.load(label).orElseThrow();
        }
    }

    private List<HistoryEntry> history(String label) {
        try (JdbcStateStore store = JdbcStateStore.open(DatabaseSettings.file(ours))) {
            return store.history(label, Optional.empty(), 100);
        }
    }

    private PullRequest pull(int number) {
        return state("widget").pull(number).orElseThrow();
    }

    @Test
    public void theOriginalsPullRequestsAreTakenOver() throws Exception {
        try (OldHomu homu = OldHomu.create(old, OldHomu.ORIGINAL)) {
            homu.pull("widget", 1, HEAD, "approved_by", "alice", "priority", 5, "rollup", 1, "assignee", "bob")
                    .pull("widget", 2, HEAD, "approved_by", "dora", "delegate", "Dora", "status", "pending")
                    .pull("widget", 3, HEAD, "status", "failure", "merge_sha", MERGE, "approved_by", "alice")
                    .pull("widget", 4, HEAD, "try_", 1)
                    .pull("widget", 5, HEAD, "try_", 1, "status", "failure", "approved_by", "alice")
                    .pull("widget", 6, HEAD, "status", "error", "approved_by", "alice")
                    .pull("widget", 7, HEAD, "status", "success", "approved_by", "alice")
                    .pull("other", 1, HEAD)
                    .add(
                            "build_res",
                            "repo",
                            "widget",
                            "num",
                            3,
                            "builder",
                            "linux",
                            "res",
                            0,
                            "url",
                            "u",
                            "merge_sha",
                            MERGE)
                    .add(
                            "build_res",
                            "repo",
                            "widget",
                            "num",
                            3,
                            "builder",
                            "mac",
                            "res",
                            1,
                            "url",
                            "u",
                            "merge_sha",
                            MERGE)
                    .add(
                            "build_res",
                            "repo",
                            "widget",
                            "num",
                            3,
                            "builder",
                            "old",
                            "res",
                            0,
                            "url",
                            "u",
                            "merge_sha",
                            HEAD)
                    .add(
                            "build_res",
                            "repo",
                            "widget",
                            "num",
                            3,
                            "builder",
                            "@everyone <!--",
                            "res",
                            0,
                            "url",
                            "u",
                            "merge_sha",
                            MERGE)
                    .add("mergeable", "repo", "widget", "num", 1, "mergeable", 1)
                    .add("mergeable", "repo", "widget", "num", 6, "mergeable", 0);
        }
        byte[] before = Files.readAllBytes(old);
        succeeds();

        PullRequest first = pull(1);
        Approval approval = first.approval().orElseThrow();
        assertThat(approval.approver()).isEqualTo("alice");
        assertThat(approval.head().value()).isEqualTo(HEAD);
        assertThat(approval.byDelegate()).isFalse();
        assertThat(first.headLabel()).isEqualTo("bob:topic-1");
        assertThat(first.baseRef()).isEqualTo("main");
        assertThat(first.title()).isEqualTo("Add 1");
        assertThat(first.body()).isEqualTo("It is needed.");
        assertThat(first.priority()).isEqualTo(5);
        assertThat(first.rollup()).isEqualTo(RollupMode.ALWAYS);
        assertThat(first.assignee()).contains("bob");
        assertThat(first.mergeable()).isEqualTo(Mergeability.MERGEABLE);
        assertThat(first.isSeen()).isFalse();
        assertThat(pull(2).approval().orElseThrow().byDelegate()).isTrue();
        assertThat(pull(2).delegation().orElseThrow().isTo("dora")).isTrue();
        assertThat(pull(2).verdict()).isEqualTo(Verdict.NONE);
        assertThat(pull(3).verdict()).isEqualTo(Verdict.FAILURE);
        assertThat(pull(3).verdictReason()).isEqualTo("Failed before this bot took over: linux");
        assertThat(pull(4).tryRequest()).isPresent();
        assertThat(pull(5).verdict()).as("a try's word").isEqualTo(Verdict.NONE);
        assertThat(pull(5).tryRequest()).isEmpty();
        assertThat(pull(6).verdict()).isEqualTo(Verdict.ERROR);
        assertThat(pull(6).verdictReason()).isEqualTo("Merge conflict");
        assertThat(pull(7).verdict()).isEqualTo(Verdict.NONE);
        assertThat(out.toString())
                .contains("the database of the original Homu")
                .contains("widget: 7 pull requests, 6 approved, 2 failed, 1 to be tried, 1 delegated")
                .contains("  #2: was being tested, and is tested again")
                .contains("  #4: a try build was asked for")
                .contains("  #7: was merged or about to be")
                .contains("other: left out, because nothing is configured for it (1 pull request)");
        assertThat(history("widget"))
                .filteredOn(entry -> entry.number().equals(Optional.of(1)))
                .singleElement()
                .satisfies(entry -> assertThat(entry.text())
                        .isEqualTo("Taken over: approved by alice for 1234567, priority 5, rollup always"));
        assertThat(Files.readAllBytes(old)).as("the source").isEqualTo(before);
    }

    @Test
    public void theRustForksTreeRollupsAndRetriesAreTakenOverToo() throws Exception {
        try (OldHomu homu = OldHomu.create(old, OldHomu.RUST)) {
            homu.pull("widget", 1, HEAD, "rollup", -2, "squash", 1)
                    .pull("widget", 2, HEAD, "rollup", -1)
                    .pull("widget", 3, HEAD, "rollup", 1)
                    .add("repos", "repo", "widget", "treeclosed", 100, "treeclosed_src", "https://github.com/a/b#c")
                    .add("repos", "repo", "gadget", "treeclosed", -1)
                    .add(
                            "retry_log",
                            "repo",
                            "widget",
                            "num",
                            1,
                            "time",
                            "2026-01-02 03:04:05",
                            "src",
                            "https://github.com/acme/widget/pull/1#issuecomment-1",
                            "msg",
                            "@bors retry\nspurious\u0000 failure");
        }
        succeeds();
        assertThat(pull(1).rollup()).isEqualTo(RollupMode.NEVER);
        assertThat(pull(1).squash()).isTrue();
        assertThat(pull(2).rollup()).isEqualTo(RollupMode.IFFY);
        assertThat(pull(3).rollup()).isEqualTo(RollupMode.ALWAYS);
        assertThat(state("widget").tree().closedBelow()).contains(100);
        assertThat(state("widget").tree().source()).contains("https://github.com/a/b#c");
        assertThat(state("gadget").tree().closedBelow()).isEmpty();
        assertThat(history("widget"))
                .filteredOn(entry -> entry.what().equals("retried"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.at()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
                    assertThat(entry.text())
                            .isEqualTo("@bors retry spurious failure"
                                    + " (https://github.com/acme/widget/pull/1#issuecomment-1)");
                });
        assertThat(out.toString())
                .contains("the Rust fork")
                .contains("the tree closed for priorities below 100, 1 of the retry log")
                .contains("#1: is marked with squash, which did nothing there: here it is merged as one commit")
                .contains("gadget: 0 pull requests");
    }

    @Test
    public void aMigratedDatabaseIsTheForks() throws Exception {
        try (OldHomu homu = OldHomu.create(old, OldHomu.RUST_MIGRATED)) {
            homu.pull("widget", 1, HEAD, "rollup", -2);
        }
        succeeds();
        assertThat(pull(1).rollup()).isEqualTo(RollupMode.NEVER);
    }

    @Test
    public void theQuayForksRepositoriesAreFoundByOwnerAndName() throws Exception {
        try (OldHomu homu = OldHomu.create(old, OldHomu.QUAY)) {
            homu.add(
                            "repo",
                            "label",
                            "acme/gadget",
                            "owner",
                            "acme",
                            "name",
                            "gadget",
                            "reviewers",
                            "[]",
                            "github",
                            "{\"secret\": \"s3cret\"}",
                            "builder",
                            "quay",
                            "builder_settings",
                            "{}")
                    .add("state", "repo", "acme/gadget", "num", 3, "status", "pending", "merge_sha", MERGE)
                    .add("state", "repo", "acme/gadget", "num", 4, "status", "failure");
        }
        succeeds();
        assertThat(state("gadget").pulls()).isEmpty();
        assertThat(history("gadget"))
                .extracting(HistoryEntry::text)
                .containsExactlyInAnyOrder(
                        "The old bot's last word on it: pending (merge " + MERGE + ")",
                        "The old bot's last word on it: failure");
        assertThat(out.toString())
                .contains("the Quay fork")
                .contains("#3: was being tested; approve it, or try it, again")
                .contains("this database holds no approvals")
                .doesNotContain("s3cret");
    }

    @Test
    public void whoeverIsNoReviewerHasApprovedInVainAndThatIsSaid() throws Exception {
        try (OldHomu homu = OldHomu.create(old, OldHomu.ORIGINAL)) {
            homu.pull("widget", 1, HEAD, "approved_by", "mallory")
                    .pull("widget", 2, HEAD, "approved_by", "erin,@Alice")
                    .pull("widget", 3, HEAD, "approved_by", "x --> @alice <b>");
        }
        succeeds();
        assertThat(pull(1).approval()).isPresent();
        assertThat(pull(2).approval().orElseThrow().approver()).isEqualTo("erin,Alice");
        assertThat(pull(2).approval().orElseThrow().givenBy()).isEqualTo("Alice");
        assertThat(pull(3).approval()).isEmpty();
        assertThat(out.toString())
                .contains(
                        "#1: approved by mallory, who is not among reviewers: the approval is kept, but does not count")
                .contains("#3: approved by \"x --> @alice <b>\", which can't be a login on GitHub")
                .doesNotContain("#2: approved");
    }

    @Test
    public void hostileRowsCostNothingButThemselves() throws Exception {
        try (OldHomu homu = OldHomu.create(old, OldHomu.ORIGINAL)) {
            homu.run("INSERT INTO pull VALUES ('widget', 'many', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
                    + " NULL, NULL, NULL, NULL)");
            homu.run("INSERT INTO pull VALUES ('widget', 1, '', NULL, NULL, NULL, '" + HEAD + "', NULL, NULL, NULL,"
                    + " NULL, NULL, NULL, NULL, NULL)");
            homu.run(
                    "INSERT INTO pull VALUES ('widget', 2, '', x'00ff', x'00ff', x'00ff', x'00ff', x'00', x'00', x'00',"
                            + " x'00', x'00', x'00', x'00', x'00')");
            homu.pull("widget", 3, "not a commit\u0007")
                    .pull("widget", -4, HEAD)
                    .pull("widget", 5, HEAD, "priority", "high", "rollup", "some", "try_", "yes", "status", "\u202eodd")
                    .pull("widget", 6, HEAD, "priority", 4_000_000_000L, "approved_by", "alice", "base_ref", null)
                    .pull("widget", 7, HEAD, "title", "a\u0000b\ud800\n".repeat(2000), "head_ref", "::\u0001")
                    .pull("widget", 8, HEAD, "delegate", "@dora", "priority", 10_000)
                    .pull("widget", 9, "0".repeat(40), "approved_by", "alice")
                    .add("mergeable", "repo", "widget", "num", 7, "mergeable", "perhaps")
                    .add("build_res", "repo", "nowhere", "num", "x", "builder", "b", "url", "", "merge_sha", "");
        }
        succeeds();
        assertThat(state("widget").pulls().keySet()).containsExactly(1, 5, 6, 7, 8);
        assertThat(pull(1).approval()).isEmpty();
        assertThat(pull(5).priority()).isZero();
        assertThat(pull(5).verdict()).isEqualTo(Verdict.NONE);
        assertThat(pull(6).approval()).isEmpty();
        assertThat(pull(8).delegation().orElseThrow().to()).isEqualTo("dora");
        assertThat(pull(8).priority()).isEqualTo(10_000);
        assertThat(out.toString())
                .contains("a row with the number many is left out")
                .contains("a row with the number -4 is left out")
                .contains("#2: left out: its head is not there, or is no commit")
                .contains("#3: left out: its head \"not a commit\ufffd\" is no commit")
                .contains("#5: its priority is no number")
                .contains("#6: approved by alice, but its base is not known")
                .contains("#8: its priority 10000 is higher than max_priority (9001)")
                .contains("#9: left out")
                .doesNotContain("\u202e", "\u0007");
    }

    @Test
    public void whatIsNoDatabaseOfHomuIsRefused() throws Exception {
        assertThat(refuses()).contains("There is no file " + old);
        assertThat(old).doesNotExist();
        Files.writeString(old, "This is no database, whatever its name says. ".repeat(100));
        assertThat(refuses()).contains("is damaged, or no SQLite database");
        Files.write(old, new byte[0]);
        assertThat(refuses()).contains("has neither a table pull nor a table state");
        OldHomu.create(old, List.of("CREATE TABLE moz_places (id INTEGER)")).close();
        assertThat(refuses()).contains("but moz_places");
        Files.delete(old);
        Files.createDirectory(old);
        assertThat(refuses()).contains("is a folder");
        assertThat(ours).doesNotExist();
    }

    @Test
    public void aDamagedDatabaseIsRefusedAsAWhole() throws Exception {
        try (OldHomu homu = OldHomu.create(old, OldHomu.ORIGINAL)) {
            for (int number = 1; number <= 200; number++) {
                homu.pull("widget", number, HEAD, "body", "text ".repeat(200));
            }
        }
        byte[] bytes = Files.readAllBytes(old);
        Arrays.fill(bytes, bytes.length / 2, bytes.length - 100, (byte) 0x5a);
        Files.write(old, bytes);
        assertThat(refuses()).contains("is damaged");
        assertThat(ours).doesNotExist();
    }

    @Test
    public void unknownColumnsAndVersionsAreRefused() throws Exception {
        try (OldHomu homu = OldHomu.create(old, OldHomu.RUST)) {
            homu.run("ALTER TABLE pull ADD COLUMN mood TEXT");
        }
        assertThat(refuses())
                .contains("The table pull of " + old + " has columns that neither")
                .contains("mood");
        Files.delete(old);
        OldHomu.create(old, List.of("CREATE TABLE pull (repo TEXT, num INTEGER, status TEXT)"))
                .close();
        assertThat(refuses()).contains("lacks approved_by, head_sha");
    }

    @Test
    public void aLockedDatabaseIsRefused() throws Exception {
        OldHomu.create(old, OldHomu.ORIGINAL).close();
        try (Connection lock = DriverManager.getConnection("jdbc:sqlite:" + old)) {
            lock.createStatement().execute("BEGIN EXCLUSIVE");
            assertThat(refuses()).contains("Another program has locked it").contains("import again");
        }
    }

    @Test
    public void ourOwnFileIsRefused() throws Exception {
        OldHomu.create(old, OldHomu.ORIGINAL).close();
        Files.createSymbolicLink(ours, old);
        byte[] before = Files.readAllBytes(old);
        assertThat(refuses()).contains("is the one that this Homu is configured with", "Name the original's");
        assertThat(Files.readAllBytes(old)).isEqualTo(before);
    }

    @Test
    public void aSecondImportIsRefusedUnlessItMayReplace() throws Exception {
        try (OldHomu homu = OldHomu.create(old, OldHomu.ORIGINAL)) {
            homu.pull("widget", 1, HEAD, "approved_by", "alice");
        }
        succeeds();
        assertThat(refuses())
                .contains("has pull requests already, of widget (1)")
                .contains("--replace");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + old)) {
            connection.createStatement().execute("UPDATE pull SET priority = 3, num = 2");
        }
        succeeds("--replace");
        assertThat(state("widget").pulls().keySet()).containsExactly(1, 2);
        assertThat(pull(2).priority()).isEqualTo(3);
        assertThat(state("widget").revision()).isEqualTo(2);
    }

    @Test
    public void checkWritesNothing() throws Exception {
        try (OldHomu homu = OldHomu.create(old, OldHomu.ORIGINAL)) {
            homu.pull("widget", 1, HEAD, "approved_by", "alice");
        }
        succeeds("--check");
        assertThat(out.toString())
                .contains("widget: 1 pull request, 1 approved")
                .doesNotContain("Start the server");
        assertThat(ours).doesNotExist();
    }

    @Test
    public void nothingConfiguredIsAnErrorAndWrongUsageIsOne() throws Exception {
        try (OldHomu homu = OldHomu.create(old, OldHomu.ORIGINAL)) {
            homu.pull("elsewhere\n", 1, HEAD);
        }
        assertThat(refuses()).contains("Nothing was taken over: none of the repositories of");
        assertThat(out.toString()).contains("\"elsewhere\ufffd\": left out");
        CommandLine line = HomuCommand.commandLine();
        line.setErr(new PrintWriter(err, true));
        assertThat(line.execute("import")).isEqualTo(2);
        Files.writeString(cfg, "nonsense = ", StandardCharsets.UTF_8);
        assertThat(run()).isEqualTo(1);
    }

    @Test
    public void aServerThatRunsOnOurDatabaseKeepsItFromBeingChanged() throws SQLException {
        try (OldHomu homu = OldHomu.create(old, OldHomu.ORIGINAL)) {
            homu.pull("widget", 1, HEAD);
        }
        try (JdbcStateStore running = JdbcStateStore.open(DatabaseSettings.file(ours))) {
            assertThat(refuses()).contains("is in use by another Homu");
            running.check();
        }
    }
}
