package io.matriarch.backup.walg;

import io.matriarch.backup.BackupFailure;
import io.matriarch.backup.BackupSource;
import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Progress;
import io.matriarch.backup.Reach;
import io.matriarch.backup.Retention;
import io.matriarch.backup.s3.base.TrialRestore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Base backups through wal-g, which knows neither of claims nor of proofs. */
public final class WalGBaseBackups implements BaseBackups {

    private static final Duration QUESTION = Duration.ofMinutes(2);
    private static final Duration DELETION = Duration.ofHours(6);

    /** Of any size: who waits for it interrupts it. */
    private static final Duration WORK = Duration.ofDays(7);

    private final WalGProgram program;
    private final LocalProofs proofs;

    /**
     * @param runDir where what was proven on this node is remembered
     */
    public WalGBaseBackups(WalGProgram program, Path runDir) {
        this.program = program;
        this.proofs = new LocalProofs(runDir.resolve("proofs"));
    }

    @Override
    public List<BaseBackup> list() throws IOException {
        try {
            String printed = program.output(QUESTION, "backup-list", "--detail", "--json");
            return BackupListJson.read(printed).stream().map(proofs::of).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("wal-g backup-list was interrupted", e);
        }
    }

    @Override
    public Optional<Instant> newest() throws IOException {
        return list().stream().map(BaseBackup::stored).max(Comparator.naturalOrder());
    }

    /** Where the log ends is not looked at: PostgreSQL says when it did not reach the target. */
    @Override
    public Reach reach() throws IOException {
        return new Reach(list(), Optional.empty());
    }

    /** Log without any backup is not seen; wal-g is told to overwrite none. */
    @Override
    public boolean isEmpty() throws IOException {
        return list().isEmpty();
    }

    @Override
    public Optional<String> underWay() {
        return Optional.empty();
    }

    @Override
    public boolean tellsUnderWay() {
        return false;
    }

    @Override
    public String take(BackupSource source, Order order, Progress progress)
            throws IOException, InterruptedException {
        Set<String> before = names(list());
        var arguments = new ArrayList<>(List.of("backup-push"));
        if (order.permanent()) {
            arguments.add("--permanent");
        }
        arguments.add(source.dataDir().toString());
        succeed(program.with(server(source, order)), WORK, arguments);
        order.leader().endSegment();
        return list().stream()
                .map(BaseBackup::name)
                .filter(name -> !before.contains(name))
                .reduce((_, later) -> later)
                .orElseThrow(
                        () ->
                                new BackupFailure(
                                        "wal-g backup-push stored no backup with a new name"));
    }

    /** It speaks to the server itself, as its superuser. */
    private static Map<String, String> server(BackupSource source, Order order) {
        var env = new HashMap<String, String>();
        Map<String, String> parts = Conninfo.parts(source.conninfo());
        env.put("PGHOST", parts.getOrDefault("host", "127.0.0.1"));
        env.put("PGPORT", parts.getOrDefault("port", "5432"));
        env.put("PGUSER", "postgres");
        env.put("PGDATABASE", "postgres");
        env.put("PGPASSFILE", source.passfile().toString());
        order.rate().ifPresent(rate -> env.put("WALG_DISK_RATE_LIMIT", Long.toString(rate)));
        return env;
    }

    @Override
    public void restore(String name, Path dataDir, Optional<Path> tablespaces, Progress progress)
            throws IOException, InterruptedException {
        if (Files.exists(dataDir)) {
            try (var entries = Files.list(dataDir)) {
                if (entries.findAny().isPresent()) {
                    throw new BackupFailure(
                            "%s is not empty: a backup is restored into an empty directory"
                                    .formatted(dataDir));
                }
            }
        }
        succeed(program, WORK, List.of("backup-fetch", dataDir.toString(), name));
        Files.setPosixFilePermissions(dataDir, PosixFilePermissions.fromString("rwx------"));
    }

    @Override
    public BaseBackup.Proof verify(String name, Proving proving, Progress progress)
            throws IOException, InterruptedException {
        Path links = program.dataDir().resolve("pg_tblspc");
        if (Files.isDirectory(links)) {
            try (var entries = Files.list(links)) {
                if (entries.findAny().isPresent()) {
                    throw new BackupFailure(
                            "with backup.engine wal-g a database with tablespaces is not verified beside the running server: wal-g would put them where they are in use");
                }
            }
        }
        BaseBackup backup = find(list(), name);
        return new TrialRestore(proving)
                .run(
                        backup.size(),
                        (data, _) -> restore(name, data, Optional.empty(), progress),
                        proofs.memory(name));
    }

    @Override
    public Deleted delete(String name) throws IOException {
        List<BaseBackup> all = list();
        BaseBackup found = find(all, name);
        List<String> above =
                all.stream()
                        .filter(b -> b.restsOn().filter(name::equals).isPresent())
                        .map(BaseBackup::name)
                        .toList();
        if (!above.isEmpty()) {
            throw new BackupFailure(
                    "%s rests on %s: delete that first"
                            .formatted(String.join(" and ", above), name));
        }
        if (found.permanent()) {
            throw new BackupFailure(name + " is permanent, and stays");
        }
        return deleted(all, List.of("delete", "target", name, "--confirm"));
    }

    /** All that is older than the oldest one that stays, with its log; permanent ones stay. */
    @Override
    public Deleted thinOut(Retention retention) throws IOException {
        List<BaseBackup> all = list();
        Set<String> gone = retention.dispensable(all, Instant.now());
        Optional<BaseBackup> oldest =
                all.stream()
                        .filter(b -> !gone.contains(b.name()) && !b.permanent())
                        .min(Comparator.comparing(BaseBackup::begun));
        return gone.isEmpty() || oldest.isEmpty()
                ? new Deleted(List.of(), 0)
                : deleted(
                        all,
                        List.of("delete", "before", "FIND_FULL", oldest.get().name(), "--confirm"));
    }

    private Deleted deleted(List<BaseBackup> before, List<String> arguments) throws IOException {
        try {
            succeed(program, DELETION, arguments);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("wal-g delete was interrupted", e);
        }
        Set<String> left = names(list());
        return new Deleted(
                before.stream().map(BaseBackup::name).filter(n -> !left.contains(n)).toList(), 0);
    }

    private static BaseBackup find(List<BaseBackup> all, String name) throws BackupFailure {
        return all.stream()
                .filter(b -> b.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BackupFailure("wal-g knows no backup " + name));
    }

    private static Set<String> names(List<BaseBackup> all) {
        return Set.copyOf(all.stream().map(BaseBackup::name).toList());
    }

    private static void succeed(WalGProgram program, Duration limit, List<String> arguments)
            throws IOException, InterruptedException {
        var ended = program.run(limit, arguments.toArray(String[]::new));
        if (ended.exit() != 0) {
            throw new BackupFailure(
                    "wal-g %s ended with %d: %s"
                            .formatted(arguments.getFirst(), ended.exit(), ended.lastLine()));
        }
    }
}
