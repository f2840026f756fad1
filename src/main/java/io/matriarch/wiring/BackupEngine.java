package io.matriarch.wiring;

import io.matriarch.backup.BackupAddress;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.WalArchive;
import io.matriarch.backup.s3.base.S3BaseBackups;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.ObjectStores;
import io.matriarch.backup.s3.objects.S3Settings;
import io.matriarch.backup.s3.wal.OwnSystemId;
import io.matriarch.backup.s3.wal.S3WalArchive;
import io.matriarch.backup.walg.WalGArchive;
import io.matriarch.backup.walg.WalGBaseBackups;
import io.matriarch.backup.walg.WalGProgram;
import io.matriarch.backup.walg.WalGSettings;
import io.matriarch.cluster.SystemId;
import io.matriarch.config.AgentConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What works on one prefix: the agent itself, or the program wal-g. */
final class BackupEngine implements AutoCloseable {

    private static final String WAL_G = "wal-g";

    private final AgentConfig.Backup config;
    private final Path dataDir;
    private final Supplier<String> compression;
    private final @Nullable ObjectStore store;

    private BackupEngine(
            AgentConfig.Backup config,
            Path dataDir,
            Supplier<String> compression,
            @Nullable ObjectStore store) {
        this.config = config;
        this.dataDir = dataDir;
        this.compression = compression;
        this.store = store;
    }

    /** To read only: what is there says itself how it was compressed. */
    static BackupEngine open(AgentConfig.Backup config, Path dataDir) {
        return open(config, dataDir, () -> "lz4");
    }

    /** Another cluster's, to read only: its bucket may be in another region. */
    static BackupEngine others(AgentConfig.Backup config, Path dataDir) {
        return new BackupEngine(
                config,
                dataDir,
                () -> "lz4",
                switch (config.engine()) {
                    case S3 -> objects(config, true);
                    case WAL_G -> null;
                });
    }

    /**
     * @param dataDir of this node
     * @param compression of what is written; wal-g keeps the first
     * @throws IllegalArgumentException one line about the configuration
     */
    static BackupEngine open(
            AgentConfig.Backup config, Path dataDir, Supplier<String> compression) {
        return new BackupEngine(
                config,
                dataDir,
                compression,
                switch (config.engine()) {
                    case S3 -> objects(config, false);
                    case WAL_G -> null;
                });
    }

    private static ObjectStore objects(AgentConfig.Backup backup, boolean anyRegion) {
        return ObjectStores.open(
                BackupAddress.parse(backup.prefix()),
                new S3Settings(
                        backup.endpoint(),
                        backup.region(),
                        backup.sse(),
                        backup.kmsKey(),
                        backup.storageClass(),
                        anyRegion));
    }

    /**
     * @param runDir of the agent, beside the data directory
     */
    BaseBackups backups(Path runDir) {
        return store == null
                ? new WalGBaseBackups(program(Map.of()), runDir)
                : new S3BaseBackups(store, this::codec);
    }

    /**
     * @param leads whether this node may ship
     * @param folder for files under way
     */
    WalArchive log(BooleanSupplier leads, Path folder) throws IOException {
        return log(leads, new OwnSystemId(dataDir), folder);
    }

    /** Of another cluster, to read only. */
    WalArchive othersLog(Path folder) throws IOException {
        return log(() -> false, Optional::empty, folder);
    }

    private WalArchive log(BooleanSupplier leads, Supplier<Optional<SystemId>> own, Path folder)
            throws IOException {
        return store == null
                // Inside the data directory it would be in the way of a rewind.
                ? new WalGArchive(
                        program(Map.of("WALG_PREFETCH_DIR", folder.resolve("prefetch").toString())),
                        leads,
                        folder)
                : new S3WalArchive(store, this::codec, leads, own, folder);
    }

    private Codec codec() {
        return Codec.named(compression.get()).orElseThrow();
    }

    private WalGProgram program(Map<String, String> more) {
        return new WalGProgram(
                WAL_G,
                new WalGSettings(
                        BackupAddress.parse(config.prefix()),
                        compression.get(),
                        config.endpoint(),
                        config.region(),
                        config.sse(),
                        config.kmsKey(),
                        config.storageClass(),
                        dataDir),
                more);
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
        }
    }
}
