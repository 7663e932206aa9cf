package io.jenkins.plugins.homu.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.homu.testing.TestPostgres;
import java.util.Optional;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

public class PostgresqlStateStoreTest extends StateStoreContract {
    private static TestPostgres server;
    private String database;

    @BeforeClass
    public static void startServer() throws Exception {
        Optional<String> missing = TestPostgres.missing();
        assumeTrue("skipped: " + missing.orElse(""), missing.isEmpty());
        server = TestPostgres.shared();
    }

    @Before
    @Override
    public void open() throws Exception {
        database = server.newDatabase();
        super.open();
    }

    @Override
    DatabaseSettings settings() {
        return DatabaseSettings.postgresql(server.url(database), "postgres", "");
    }

    @Override
    String childArgument() {
        return server.url(database);
    }

    @Test
    public void commitsAreDurableWhateverTheServerDoesByDefault() throws Exception {
        server.execute("ALTER DATABASE " + database + " SET synchronous_commit = off");
        reopen();
        assertThat(store.writer()
                        .submit(
                                sql -> sql.queryFirst(row -> row.text("synchronous_commit"), "SHOW synchronous_commit"),
                                null,
                                0)
                        .join())
                .contains("on");
    }
}
