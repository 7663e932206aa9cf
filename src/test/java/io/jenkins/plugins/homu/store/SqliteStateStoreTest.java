package io.jenkins.plugins.homu.store;

import java.nio.file.Path;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;

public class SqliteStateStoreTest extends StateStoreContract {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path file() {
        return folder.getRoot().toPath().resolve("main.db");
    }

    @Override
    DatabaseSettings settings() {
        return DatabaseSettings.file(file());
    }
}
