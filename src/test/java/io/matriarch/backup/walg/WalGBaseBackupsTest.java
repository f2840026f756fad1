package io.matriarch.backup.walg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.BackupAddress;
import io.matriarch.backup.BackupSource;
import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Progress;
import io.matriarch.backup.Retention;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.SystemId;
import io.matriarch.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of wal-g for base backups; a script keeps a list in its place. */
final class WalGBaseBackupsTest {

    private static final String FULL = "base_000000010000000000000002";
    private static final String DELTA = "base_000000010000000000000004_D_000000010000000000000002";
    private static final String NEW = "base_000000020000000000000009";

    /** Its log goes to the standard error, as wal-g's does. */
    private static final String SCRIPT =
            """
            echo "$@" >> DIR/asked
            env | grep -E '^(PG|WALG_)' | sort > DIR/env
            echo "INFO: a word" >&2
            case "$1" in
            backup-list) [ ! -e DIR/list ] || cat DIR/list ;;
            backup-push) cp DIR/list.next DIR/list ;;
            backup-fetch) mkdir -p "$2" && echo data > "$2/PG_VERSION" ;;
            delete) cp DIR/list.next DIR/list ;;
            *) echo "ERROR: unknown" >&2; exit 1 ;;
            esac
            """;

    @TempDir Path folder;
    private BaseBackups backups;

    @BeforeEach
    void script() throws IOException {
        backups = backups(SCRIPT);
    }

    @Test
    void listsWhatItPrints() throws Exception {
        assertEquals(List.of(), backups.list());
        assertTrue(backups.isEmpty());
        keep("list", entry(DELTA, 4, false), entry(FULL, 2, true));
        List<BaseBackup> list = backups.list();
        assertEquals(List.of(FULL, DELTA), list.stream().map(BaseBackup::name).toList());
        BaseBackup full = list.getFirst();
        assertEquals(new Lsn(33554472), full.start());
        assertEquals(new Lsn(33554688), full.finish());
        assertEquals(Instant.parse("2026-11-02T06:51:22Z"), full.begun());
        assertEquals(Instant.parse("2026-11-02T06:51:24Z"), full.stored());
        assertEquals(new SystemId("7711255929711879939"), full.systemId());
        assertEquals(150018, full.version());
        assertTrue(full.permanent());
        assertEquals(Optional.of(FULL), list.getLast().restsOn());
        assertEquals(Optional.of(list.getLast().stored()), backups.newest());
        assertEquals("backup-list --detail --json", asked().getFirst());
    }

    @Test
    void takesOneThroughTheServer() throws Exception {
        keep("list", entry(FULL, 2, false));
        keep("list.next", entry(FULL, 2, false), entry(NEW, 9, true));
        var order =
                new BaseBackups.Order(
                        true, OptionalLong.of(1 << 20), () -> write("switched", "yes"));
        assertEquals(NEW, backups.take(source(), order, new Progress()));
        assertTrue(asked().contains("backup-push --permanent " + folder.resolve("data")));
        assertTrue(Files.exists(folder.resolve("switched")), "the leader ends its segment");
    }

    @Test
    void tellsItWhereTheServerIs() throws Exception {
        backups = backups(SCRIPT + "[ \"$1\" != backup-push ] || cp DIR/env DIR/env.push\n");
        keep("list", entry(FULL, 2, false));
        keep("list.next", entry(FULL, 2, false), entry(NEW, 9, false));
        var order = new BaseBackups.Order(false, OptionalLong.of(1 << 20), () -> {});
        String _ = backups.take(source(), order, new Progress());
        List<String> env = Files.readAllLines(folder.resolve("env.push"));
        assertTrue(
                env.containsAll(
                        List.of(
                                "PGDATA=" + folder.resolve("data"),
                                "PGDATABASE=postgres",
                                "PGHOST=/run/my pg",
                                "PGPASSFILE=/run/pgpass",
                                "PGPORT=5433",
                                "PGUSER=postgres",
                                "WALG_DISK_RATE_LIMIT=1048576",
                                "WALG_FILE_PREFIX=/archive")),
                env.toString());
    }

    @Test
    void aPushWithoutANewBackupIsNoBackup() throws IOException {
        keep("list", entry(FULL, 2, false));
        keep("list.next", entry(FULL, 2, false));
        var order = new BaseBackups.Order(false, OptionalLong.empty(), () -> {});
        assertEquals(
                "wal-g backup-push stored no backup with a new name",
                line(() -> backups.take(source(), order, new Progress())));
    }

    @Test
    void restoresIntoAnEmptyDirectoryOnly() throws Exception {
        Path fresh = folder.resolve("fresh");
        backups.restore(FULL, fresh, Optional.empty(), new Progress());
        assertTrue(asked().contains("backup-fetch " + fresh + " " + FULL));
        assertEquals(
                "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)));
        assertEquals(
                fresh + " is not empty: a backup is restored into an empty directory",
                line(() -> backups.restore(FULL, fresh, Optional.empty(), new Progress())));
    }

    @Test
    void deletesWhatNothingNeeds() throws Exception {
        keep("list", entry(FULL, 2, false), entry(DELTA, 4, false), entry(NEW, 9, true));
        keep("list.next", entry(FULL, 2, false), entry(NEW, 9, true));
        assertEquals(
                DELTA + " rests on " + FULL + ": delete that first",
                line(() -> backups.delete(FULL)));
        assertEquals(NEW + " is permanent, and stays", line(() -> backups.delete(NEW)));
        assertEquals(List.of(DELTA), backups.delete(DELTA).backups());
        assertTrue(asked().contains("delete target " + DELTA + " --confirm"), asked().toString());
    }

    @Test
    void retentionDeletesWhatIsOlderThanTheOldestThatStays() throws Exception {
        keep("list", entry(FULL, 2, false), entry(DELTA, 4, false), entry(NEW, 9, false));
        keep("list.next", entry(NEW, 9, false));
        assertEquals(List.of(), backups.thinOut(Retention.NONE).backups());
        var one = new Retention(OptionalInt.of(1), OptionalInt.empty());
        assertEquals(List.of(FULL, DELTA), backups.thinOut(one).backups());
        assertTrue(asked().contains("delete before FIND_FULL " + NEW + " --confirm"));
    }

    @Test
    void aRestoreThatIsNoDatabaseProvesNothing() throws Exception {
        keep("list", entry(FULL, 2, false));
        var proving =
                new BaseBackups.Proving(TestPostgres.BIN, folder.resolve("scratch"), "false", "n2");
        String why = line(() -> backups.verify(FULL, proving, new Progress()));
        BaseBackup.Attempt attempt = backups.list().getFirst().attempt().orElseThrow();
        assertEquals("n2", attempt.host());
        assertEquals(Optional.of(why), attempt.failure());
        Files.createDirectories(folder.resolve("data/pg_tblspc/16384"));
        assertTrue(
                line(() -> backups.verify(FULL, proving, new Progress()))
                        .contains("a database with tablespaces is not verified"));
    }

    @Test
    void itsFailuresAreToldInItsOwnLastWords() throws IOException {
        backups = backups("echo 'ERROR: AccessDenied' >&2; exit 1");
        assertEquals(
                "wal-g backup-list ended with 1: ERROR: AccessDenied", line(() -> backups.list()));
        assertEquals(
                "wal-g backup-fetch ended with 1: ERROR: AccessDenied",
                line(
                        () ->
                                backups.restore(
                                        FULL,
                                        folder.resolve("fresh"),
                                        Optional.empty(),
                                        new Progress())));
        backups = backups("echo 'name modified'");
        assertTrue(line(() -> backups.list()).startsWith("wal-g backup-list printed what is not"));
    }

    private static String line(Executable what) {
        return String.valueOf(assertThrows(IOException.class, what).getMessage());
    }

    private List<String> asked() throws IOException {
        return Files.readAllLines(folder.resolve("asked"));
    }

    private void keep(String file, String... entries) {
        write(file, "[" + String.join(",", entries) + "]");
    }

    private void write(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** With the fields of the samples' metadata.json. */
    private static String entry(String name, int day, boolean permanent) {
        return """
               {"backup_name":"%s","time":"2026-11-%02dT06:51:24Z","wal_file_name":"x","storage_name":"default",
               "start_time":"2026-11-%02dT06:51:22Z","finish_time":"2026-11-%02dT06:51:23.245488Z","hostname":"sample",
               "data_dir":"/d","pg_version":150018,"start_lsn":33554472,"finish_lsn":33554688,"is_permanent":%b,
               "system_identifier":7711255929711879939,"uncompressed_size":32766643,"compressed_size":6292377}
               """
                .formatted(name, day, day, day, permanent);
    }

    private BackupSource source() {
        Path data = folder.resolve("data");
        return new BackupSource(
                folder,
                data,
                "host='/run/my pg' port=5433 user=replicator dbname=postgres",
                Path.of("/run/pgpass"),
                folder,
                "n1");
    }

    private BaseBackups backups(String script) throws IOException {
        Path program = folder.resolve("wal-g");
        Files.writeString(program, "#!/bin/sh\n" + script.replace("DIR", folder.toString()));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        var settings =
                new WalGSettings(
                        BackupAddress.parse("file:///archive"),
                        "lz4",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        folder.resolve("data"));
        return new WalGBaseBackups(
                new WalGProgram(program.toString(), settings, Map.of()), folder.resolve("run"));
    }
}
