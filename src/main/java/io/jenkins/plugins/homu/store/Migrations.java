package io.jenkins.plugins.homu.store;

import io.jenkins.plugins.homu.port.StoreException;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/** Brings the tables to what this program expects. Each script is carried out once, and never changed afterwards. */
final class Migrations {
    private static final String ROOT = "classpath:io/jenkins/plugins/homu/store/migration/";
    /** A name of our own, so that a schema may be shared with another program that uses Flyway. */
    private static final String TABLE = "homu_schema";

    private Migrations() {}

    /** @throws StoreException when the database is newer than this program, or can't be brought up to date */
    static void run(Database database) {
        Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database.migrations())
                .locations(ROOT + "common", ROOT + database.folder())
                .table(TABLE)
                .placeholderReplacement(false)
                .failOnMissingLocations(true)
                // Tables of others in the same database, as there may be in PostgreSQL, are left alone.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
        try {
            refuseNewer(flyway, database);
            flyway.migrate();
        } catch (FlywayException e) {
            throw database.explain("Its tables can't be brought up to date.", e);
        }
    }

    private static void refuseNewer(Flyway flyway, Database database) {
        MigrationInfo[] applied = flyway.info().applied();
        MigrationVersion known = Arrays.stream(flyway.info().all())
                .filter(info -> !info.getState().name().startsWith("FUTURE"))
                .map(MigrationInfo::getVersion)
                .max(MigrationVersion::compareTo)
                .orElse(MigrationVersion.EMPTY);
        for (MigrationInfo info : applied) {
            if (info.getVersion() != null && info.getVersion().compareTo(known) > 0) {
                throw new StoreException("The database " + database + " was written by a newer Homu: its tables are of"
                        + " version " + info.getVersion() + ", this program knows them up to " + known
                        + ". Start the newer Homu, or give this one another database or a backup from before.");
            }
        }
    }
}
