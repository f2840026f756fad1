package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupSource;
import io.matriarch.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** A server whose WAL goes into {@code wal_005} of a directory store, as it is. */
final class ArchivingServer implements AutoCloseable {

    final Path store;
    final TestServer server;
    final BackupSource source;

    ArchivingServer(Path dir) throws Exception {
        store = dir.resolve("store");
        Files.createDirectories(store.resolve("wal_005"));
        Path data = TestServer.initdb(dir.resolve("primary"));
        server =
                TestServer.start(
                                data,
                                "archive_mode = on",
                                "archive_command = 'cp %p "
                                        + store.resolve("wal_005")
                                        + "/.%f && mv "
                                        + store.resolve("wal_005")
                                        + "/.%f "
                                        + store.resolve("wal_005")
                                        + "/%f'")
                        .awaitWritable();
        source =
                new BackupSource(
                        TestPostgres.BIN,
                        data,
                        server.conninfo(),
                        dir.resolve("pgpass"),
                        dir.resolve("run"),
                        "here");
    }

    void switchWal() {
        try {
            server.sql("SELECT pg_switch_wal()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String restoreCommand() {
        return "restore_command = 'cp " + store.resolve("wal_005") + "/%f %p'";
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
