package io.matriarch.wiring;

import io.matriarch.backup.ArchiveHealth;
import io.matriarch.backup.Shipped;
import io.matriarch.backup.WalArchive;
import io.matriarch.backup.door.WalDoor;
import io.matriarch.config.AgentConfig;
import io.matriarch.host.Clock;
import io.matriarch.postgres.process.SwitchSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The archive of the log: the engine, the door that PostgreSQL's commands knock at, a watch. */
final class WalArchiving implements AutoCloseable {

    private static final Duration WATCH = Duration.ofSeconds(2);

    private final BackupEngine engine;
    private final WalArchive archive;
    private final WalDoor door;
    private final Thread watch;

    private WalArchiving(BackupEngine engine, WalArchive archive, WalDoor door, Thread watch) {
        this.engine = engine;
        this.archive = archive;
        this.door = door;
        this.watch = watch;
    }

    static Path socket(Path runDir) throws IOException {
        return SwitchSocket.named(runDir, "wal");
    }

    /**
     * @param compression of what is written
     * @param leads whether this node holds the lease at this instant
     * @param stopping whether PostgreSQL is being shut down
     * @param switchWal ends the segment of a server that has begun to lead; whether that is done
     * @param tell takes in how the archive fares, every few seconds
     * @throws IllegalArgumentException one line about the configuration
     */
    static WalArchiving open(
            AgentConfig.Backup backup,
            Supplier<String> compression,
            Path dataDir,
            Path runDir,
            BooleanSupplier leads,
            BooleanSupplier stopping,
            BooleanSupplier switchWal,
            Clock clock,
            Consumer<ArchiveHealth.View> tell)
            throws IOException {
        Path folder = runDir.resolve("wal");
        BackupEngine engine = BackupEngine.open(backup, dataDir, compression);
        WalArchive archive = engine.log(leads, folder);
        var health = new ArchiveHealth(clock::now);
        WalDoor door = WalDoor.open(socket(runDir), archive, health, clock::now, stopping);
        Thread watch =
                Thread.ofVirtual()
                        .name("matriarch-archive")
                        .start(() -> watch(dataDir, archive, leads, switchWal, health, tell));
        return new WalArchiving(engine, archive, door, watch);
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

    @Override
    public void close() {
        watch.interrupt();
        door.close();
        archive.close();
        engine.close();
    }
}
