package io.matriarch.wiring;

import io.matriarch.backup.ArchiveHealth;
import io.matriarch.backup.BackupAddress;
import io.matriarch.backup.Shipped;
import io.matriarch.backup.WalArchive;
import io.matriarch.backup.door.WalDoor;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.ObjectStores;
import io.matriarch.backup.s3.objects.S3Settings;
import io.matriarch.backup.s3.wal.OwnSystemId;
import io.matriarch.backup.s3.wal.S3WalArchive;
import io.matriarch.backup.walg.WalGArchive;
import io.matriarch.backup.walg.WalGProgram;
import io.matriarch.backup.walg.WalGSettings;
import io.matriarch.config.AgentConfig;
import io.matriarch.host.Clock;
import io.matriarch.postgres.process.SwitchSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The archive of the log: the engine, the door that PostgreSQL's commands knock at, a watch. */
final class WalArchiving implements AutoCloseable {

    private static final Duration WATCH = Duration.ofSeconds(2);
    private static final String WAL_G = "wal-g";

    private final @Nullable ObjectStore store;
    private final WalArchive archive;
    private final WalDoor door;
    private final Thread watch;

    private WalArchiving(
            @Nullable ObjectStore store, WalArchive archive, WalDoor door, Thread watch) {
        this.store = store;
        this.archive = archive;
        this.door = door;
        this.watch = watch;
    }

    static Path socket(Path runDir) throws IOException {
        return SwitchSocket.named(runDir, "wal");
    }

    /**
     * @param leads whether this node holds the lease at this instant
     * @param stopping whether PostgreSQL is being shut down
     * @param switchWal ends the segment of a server that has begun to lead; whether that is done
     * @param tell takes in how the archive fares, every few seconds
     * @throws IllegalArgumentException one line about the configuration
     */
    static WalArchiving open(
            AgentConfig.Backup backup,
            Path dataDir,
            Path runDir,
            BooleanSupplier leads,
            BooleanSupplier stopping,
            BooleanSupplier switchWal,
            Clock clock,
            Consumer<ArchiveHealth.View> tell)
            throws IOException {
        Path folder = runDir.resolve("wal");
        @Nullable ObjectStore store =
                switch (backup.engine()) {
                    case S3 -> objects(backup);
                    case WAL_G -> null;
                };
        WalArchive archive =
                store == null
                        ? new WalGArchive(walG(backup, dataDir, folder), leads, folder)
                        : new S3WalArchive(
                                store,
                                Codec.named(backup.compression()).orElseThrow(),
                                leads,
                                new OwnSystemId(dataDir),
                                folder);
        var health = new ArchiveHealth(clock::now);
        WalDoor door = WalDoor.open(socket(runDir), archive, health, clock::now, stopping);
        Thread watch =
                Thread.ofVirtual()
                        .name("matriarch-archive")
                        .start(() -> watch(dataDir, archive, leads, switchWal, health, tell));
        return new WalArchiving(store, archive, door, watch);
    }

    /** The prefix of this cluster's archive. */
    static ObjectStore objects(AgentConfig.Backup backup) {
        return ObjectStores.open(
                BackupAddress.parse(backup.prefix()),
                new S3Settings(
                        backup.endpoint(),
                        backup.region(),
                        backup.sse(),
                        backup.kmsKey(),
                        backup.storageClass()));
    }

    private static WalGProgram walG(AgentConfig.Backup backup, Path dataDir, Path folder) {
        return new WalGProgram(
                WAL_G,
                new WalGSettings(
                        BackupAddress.parse(backup.prefix()),
                        backup.compression(),
                        backup.endpoint(),
                        backup.region(),
                        backup.sse(),
                        backup.kmsKey(),
                        backup.storageClass(),
                        dataDir),
                // Inside the data directory it would be in the way of a rewind.
                Map.of("WALG_PREFETCH_DIR", folder.resolve("prefetch").toString()));
    }

    private static void watch(
            Path dataDir,
            WalArchive archive,
            BooleanSupplier leads,
            BooleanSupplier switchWal,
            ArchiveHealth health,
            Consumer<ArchiveHealth.View> tell) {
        boolean whole = false;
        boolean ended = false;
        try {
            while (true) {
                int waiting = waiting(dataDir);
                if (!leads.getAsBoolean()) {
                    health.idle();
                    waiting = 0;
                    whole = false;
                    ended = false;
                } else if (!ended && !Files.exists(dataDir.resolve("standby.signal"))) {
                    // Once for each time that this node leads, when its promotion has ended. A
                    // segment in which two timelines ended can be streamed to nobody: its newest
                    // version has to be in the archive soon.
                    whole =
                            whole
                                    || archive.fillGaps(dataDir.resolve("pg_wal"))
                                            instanceof Shipped.Stored;
                    ended = whole && switchWal.getAsBoolean();
                }
                tell.accept(health.view(waiting));
                Thread.sleep(WATCH);
            }
        } catch (InterruptedException _) {
            // The agent ends.
        }
    }

    private static int waiting(Path dataDir) {
        try (Stream<Path> files = Files.list(dataDir.resolve("pg_wal/archive_status"))) {
            return (int) files.filter(f -> f.toString().endsWith(".ready")).count();
        } catch (IOException | java.io.UncheckedIOException _) {
            return 0;
        }
    }

    /** For what else uses the archive; empty with wal-g. */
    Optional<ObjectStore> store() {
        return Optional.ofNullable(store);
    }

    @Override
    public void close() {
        watch.interrupt();
        door.close();
        archive.close();
        if (store != null) {
            store.close();
        }
    }
}
