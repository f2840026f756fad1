package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupFailure;
import io.matriarch.backup.BackupSource;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Progress;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Takes a base backup of the server beside this agent, as PostgreSQL streams it. */
final class Taking {

    private static final int CHECKPOINTS = 3;
    private static final Duration RECEIVED = Duration.ofSeconds(2);

    private final ObjectStore store;
    private final Codec codec;
    private final Duration walLimit;

    /**
     * @param walLimit how long the log may take to come into the archive after the backup
     */
    Taking(ObjectStore store, Codec codec, Duration walLimit) {
        this.store = store;
        this.codec = codec;
        this.walLimit = walLimit;
    }

    /**
     * @param permanent retention shall leave it alone
     * @param rate bytes in a second at most
     * @return the backup's name
     */
    String take(
            BackupSource source,
            boolean permanent,
            OptionalLong rate,
            BaseBackups.Leader leader,
            Progress progress)
            throws IOException, InterruptedException {
        for (int checkpoints = 0; ; checkpoints++) {
            try {
                return taken(source, permanent, rate, leader, progress);
            } catch (AlreadyThere e) {
                if (checkpoints == CHECKPOINTS) {
                    throw e;
                }
                // Nothing happens in this cluster, so that its leader makes none by itself; this
                // node has to receive it as well.
                leader.checkpoint();
                Thread.sleep(RECEIVED);
            }
        }
    }

    private String taken(
            BackupSource source,
            boolean permanent,
            OptionalLong rate,
            BaseBackups.Leader leader,
            Progress progress)
            throws IOException, InterruptedException {
        Files.createDirectories(source.runDir());
        Path folder = Files.createTempDirectory(source.runDir(), "basebackup-");
        try {
            var facts = ControlFacts.of(new Tool(source.binDir(), folder), source.dataDir());
            new Catalog(store).refuseOther(facts.systemId());
            new Sweeping(store).removeLeft().forEach(progress::remark);
            SortedMap<String, String> tablespaces = tablespaces(source.dataDir());
            progress.expect(DataSize.of(source.dataDir(), tablespaces.values()));
            var one = new OneBackup(store, codec, source, permanent, tablespaces, folder, progress);
            try (var stream =
                            ServerStream.start(
                                    source, tablespaces.keySet().stream().toList(), rate, folder);
                    one) {
                one.receive(stream);
                leader.endSegment();
                one.finish(walLimit);
                return one.name();
            }
        } finally {
            TrialRestore.remove(folder);
        }
    }

    /** The data directory's own links say where they are, on this node. */
    private static SortedMap<String, String> tablespaces(Path dataDir) throws IOException {
        var found = new TreeMap<String, String>();
        Path links = dataDir.resolve("pg_tblspc");
        if (!Files.isDirectory(links)) {
            throw new BackupFailure(dataDir + " holds no data directory of PostgreSQL");
        }
        try (var entries = Files.list(links)) {
            for (Path link : entries.filter(Files::isSymbolicLink).toList()) {
                found.put(link.getFileName().toString(), Files.readSymbolicLink(link).toString());
            }
        }
        return found;
    }
}
