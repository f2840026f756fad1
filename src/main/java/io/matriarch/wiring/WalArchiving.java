package io.matriarch.wiring;

import io.matriarch.backup.ArchiveHealth;
import io.matriarch.backup.WalArchive;
import io.matriarch.backup.door.WalDoor;
import io.matriarch.config.AgentConfig;
import io.matriarch.host.Clock;
import io.matriarch.postgres.process.SwitchSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The archive of the log: the engine, the door that PostgreSQL's commands knock at, a watch. */
final class WalArchiving implements AutoCloseable {

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
     * @param others asked first, where this cluster follows another one by its archive
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
            Consumer<ArchiveHealth.View> tell,
            OthersArchive others)
            throws IOException {
        Path folder = runDir.resolve("wal");
        BackupEngine engine = BackupEngine.open(backup, dataDir, compression);
        WalArchive archive = engine.log(leads, folder);
        var health = new ArchiveHealth(clock::now);
        WalDoor door =
                WalDoor.open(socket(runDir), others.before(archive), health, clock::now, stopping);
        Thread watch =
                Thread.ofVirtual()
                        .name("matriarch-archive")
                        .start(
                                new ArchiveWatch(
                                        dataDir,
                                        archive,
                                        leads,
                                        switchWal,
                                        health,
                                        clock::now,
                                        view -> {
                                            tell.accept(view);
                                            others.keep();
                                        }));
        return new WalArchiving(engine, archive, door, watch);
    }

    @Override
    public void close() {
        watch.interrupt();
        door.close();
        archive.close();
        engine.close();
    }
}
