package io.matriarch.wiring;

import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Lineage;
import io.matriarch.backup.Progress;
import io.matriarch.cluster.ArchiveView;
import io.matriarch.postgres.ArchivedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Data directories from this cluster's archive, or from the one that a restore was asked of.
 *
 * @param own absent when only the restore is known of
 * @param other of the cluster that this one follows: where it is read, copies come from there
 * @param size a smaller database comes from the leader, bytes
 * @param plan what was asked for, with its archive
 */
record ArchiveData(
        Optional<BaseBackups> own,
        OthersArchive other,
        LongSupplier size,
        Optional<Asked> plan,
        Path runDir)
        implements ArchivedData {

    private static final long LITTLE_LOG = 1L << 30;

    private static final int MAJOR = 10_000;

    /**
     * @param restoreCommand fetches the log of that archive
     */
    record Asked(RestorePlan plan, BaseBackups backups, String restoreCommand) {}

    @Override
    public String replica(Path fresh, Optional<Source> source)
            throws IOException, InterruptedException {
        BaseBackups backups =
                other.backups()
                        .or(() -> own)
                        .orElseThrow(() -> new IOException("there is no archive to restore from"));
        BaseBackup newest = newest(backups, source);
        if (source.isPresent()) {
            refuseDetour(newest, source.get());
        }
        backups.restore(newest.name(), fresh, Optional.empty(), new Progress());
        return "restored " + newest.name();
    }

    /** Of this cluster, of its version, and of the past of what the copy shall follow. */
    private static BaseBackup newest(BaseBackups backups, Optional<Source> source)
            throws IOException {
        List<BaseBackup> fit =
                backups.list().reversed().stream()
                        .filter(BaseBackup::isReadable)
                        .filter(b -> source.isEmpty() || isOf(b, source.get()))
                        .toList();
        if (fit.isEmpty()) {
            throw new IOException("the archive holds no base backup of this cluster");
        }
        Optional<Lineage> line =
                source.isPresent()
                        ? backups.lineage(source.get().timeline())
                        : backups.newestLineage(
                                fit.stream()
                                        .map(BaseBackup::timeline)
                                        .max(Comparator.naturalOrder())
                                        .orElseThrow());
        return fit.stream()
                .filter(b -> line.isEmpty() || line.get().holds(b))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IOException(
                                        "the archive holds no base backup of the past of timeline "
                                                + line.orElseThrow().newest()));
    }

    private static boolean isOf(BaseBackup backup, Source source) {
        return backup.systemId().equals(source.systemId())
                && backup.version() / MAJOR == source.version() / MAJOR;
    }

    @Override
    public Optional<ArchiveView> others() {
        return other.view();
    }

    /** A copy of the leader is the shorter way for a small database, and past much log. */
    private void refuseDetour(BaseBackup newest, Source source) throws IOException {
        long distance = source.position().minus(newest.start());
        long replicaSize = size.getAsLong();
        if (source.size() < replicaSize) {
            throw new IOException(
                    "the database has %d MB, and from %d MB on (backup.replica-size) the archive is used"
                            .formatted(source.size() >> 20, replicaSize >> 20));
        }
        // Replaying log costs more than copying as many bytes; but some always has to be.
        if (distance < 0 || distance > Math.max(source.size(), LITTLE_LOG)) {
            throw new IOException(
                    "the newest base backup is %d MB of log behind, more than a copy of the database"
                            .formatted(distance >> 20));
        }
    }

    @Override
    public Optional<Map<String, String>> asked() throws IOException {
        if (plan.isEmpty() || RestorePlan.read(runDir).isEmpty()) {
            return Optional.empty();
        }
        var settings = new HashMap<>(plan.get().plan().recovery());
        settings.put("restore_command", plan.get().restoreCommand());
        return Optional.of(settings);
    }

    @Override
    public String unpackAsked(Path fresh) throws IOException, InterruptedException {
        Asked asked = plan.orElseThrow(() -> new IOException("nobody asked for a restore"));
        asked.backups().restore(asked.plan().backup(), fresh, Optional.empty(), new Progress());
        return "restored %s of %s".formatted(asked.plan().backup(), asked.plan().prefix());
    }

    @Override
    public void carriedOut() throws IOException {
        RestorePlan.carriedOut(runDir);
    }
}
