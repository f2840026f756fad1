package io.matriarch.wiring;

import io.matriarch.agent.BackupDuty;
import io.matriarch.agent.BackupPlan;
import io.matriarch.backup.ArchiveHealth;
import io.matriarch.backup.BackupSource;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Retention;
import io.matriarch.backup.WalArchive;
import io.matriarch.backup.door.WalDoor;
import io.matriarch.cluster.BackupSettings;
import io.matriarch.config.AgentConfig;
import io.matriarch.host.Clock;
import io.matriarch.postgres.ArchivedData;
import io.matriarch.postgres.PostgresSettings;
import io.matriarch.postgres.process.SwitchSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Base backups of this cluster, and the restore that an operator may have asked for. */
final class BackupParts implements AutoCloseable {

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Optional<AgentConfig.Backup> config;
    private final Path dataDir;
    private final Supplier<BackupSettings> keeping;
    private final Optional<BaseBackups> backups;
    private final boolean asked;
    private final ArchivedData data;

    private BackupParts(
            AgentConfig config,
            Supplier<BackupSettings> keeping,
            OthersArchive others,
            Path runDir,
            Clock clock)
            throws IOException {
        this.config = config.backup();
        this.dataDir = config.postgres().dataDir();
        this.keeping = keeping;
        this.backups =
                this.config.map(
                        b ->
                                keep(BackupEngine.open(
                                                b, dataDir, () -> keeping.get().compression()))
                                        .backups(runDir));
        LongSupplier size = () -> keeping.get().replicaSize();
        Optional<ArchiveData.Asked> restore = asked(runDir, clock);
        this.asked = restore.isPresent();
        this.data = new ArchiveData(backups, others, size, restore, runDir);
    }

    /**
     * @throws IllegalArgumentException one line about the configuration
     */
    static BackupParts open(
            AgentConfig config,
            Supplier<BackupSettings> keeping,
            OthersArchive others,
            Path runDir,
            Clock clock)
            throws IOException {
        return new BackupParts(config, keeping, others, runDir, clock);
    }

    private <T extends AutoCloseable> T keep(T part) {
        open.add(part);
        return part;
    }

    /** Its log comes from another archive than this cluster's: through a door of its own. */
    private Optional<ArchiveData.Asked> asked(Path runDir, Clock clock) throws IOException {
        Optional<RestorePlan> plan = RestorePlan.read(runDir);
        if (plan.isEmpty() || config.isEmpty()) {
            return Optional.empty();
        }
        AgentConfig.Backup from = config.get().at(plan.get().prefix());
        BackupEngine engine = keep(BackupEngine.open(from, dataDir));
        WalArchive log = keep(engine.othersLog(runDir.resolve("restore")));
        Path socket = SwitchSocket.named(runDir, "restore");
        var _ =
                keep(
                        WalDoor.open(
                                socket,
                                log,
                                new ArchiveHealth(clock::now),
                                clock::now,
                                () -> false));
        return Optional.of(
                new ArchiveData.Asked(
                        plan.get(),
                        engine.backups(runDir),
                        WalCommands.of(runDir, socket).restoreCommand()));
    }

    /** False when nothing can be restored from here. */
    boolean hasArchive() {
        return backups.isPresent();
    }

    /** Whether an operator wants another cluster's archive restored. */
    boolean isAsked() {
        return asked;
    }

    ArchivedData data() {
        return data;
    }

    Optional<BackupDuty> duty(
            PostgresSettings server, String conninfo, Path passfile, BaseBackups.Leader leader) {
        return backups.map(
                b -> {
                    var source =
                            new BackupSource(
                                    server.binDir(),
                                    server.dataDir(),
                                    conninfo,
                                    passfile,
                                    server.runDir(),
                                    server.self().value());
                    String restore =
                            server.archiving()
                                    .map(PostgresSettings.Archiving::restoreCommand)
                                    .orElse("false");
                    var proving =
                            new BaseBackups.Proving(
                                    server.binDir(),
                                    server.runDir().resolve("verify"),
                                    restore,
                                    server.self().value());
                    return new BackupDuty(
                            b,
                            () -> plan(keeping.get(), source, proving, leader),
                            InstantSource.system());
                });
    }

    private static BackupPlan plan(
            BackupSettings now,
            BackupSource source,
            BaseBackups.Proving proving,
            BaseBackups.Leader leader) {
        return new BackupPlan(
                now.every(),
                new Retention(now.retainCount(), now.retainDays()),
                now.rateLimit(),
                source,
                proving,
                leader,
                now.proveEvery());
    }

    @Override
    public void close() {
        for (AutoCloseable part : open.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                System.getLogger("matriarch")
                        .log(System.Logger.Level.DEBUG, "closing the archive", e);
            }
        }
    }
}
