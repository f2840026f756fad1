package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupSource;
import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Lineage;
import io.matriarch.backup.Progress;
import io.matriarch.backup.Reach;
import io.matriarch.backup.Retention;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.cluster.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Base backups in WAL-G's layout, in a bucket or in a directory. */
public final class S3BaseBackups implements BaseBackups {

    private static final Duration WAL_LIMIT = Duration.ofMinutes(30);

    private final ObjectStore store;
    private final Supplier<Codec> codec;

    /**
     * @param codec of what is written; whatever is known is read
     */
    public S3BaseBackups(ObjectStore store, Codec codec) {
        this(store, () -> codec);
    }

    /**
     * @param codec may change; asked before each backup
     */
    public S3BaseBackups(ObjectStore store, Supplier<Codec> codec) {
        this.store = store;
        this.codec = codec;
    }

    @Override
    public List<BaseBackup> list() throws IOException {
        return new Catalog(store).list();
    }

    @Override
    public Optional<Instant> newest() throws IOException {
        return new Catalog(store).newest();
    }

    @Override
    public Reach reach() throws IOException {
        return new Catalog(store).reach();
    }

    @Override
    public Optional<Lineage> lineage(Timeline timeline) throws IOException {
        return timeline.number() == 1
                ? Optional.of(Lineage.alone(timeline))
                : LogListing.of(store, timeline);
    }

    @Override
    public Optional<Lineage> newestLineage(Timeline from) throws IOException {
        return Optional.of(LogListing.newest(store, from));
    }

    @Override
    public boolean isEmpty() throws IOException {
        return store.isEmpty(Layout.BACKUPS) && store.isEmpty(Layout.WAL);
    }

    @Override
    public Optional<String> underWay() throws IOException {
        return new Sweeping(store).underWay();
    }

    @Override
    public String take(BackupSource source, Order order, Progress progress)
            throws IOException, InterruptedException {
        return new Taking(store, codec.get(), WAL_LIMIT)
                .take(source, order.permanent(), order.rate(), order.leader(), progress);
    }

    @Override
    public void restore(String name, Path dataDir, Optional<Path> tablespaces, Progress progress)
            throws IOException, InterruptedException {
        new Restoring(store).restore(name, dataDir, tablespaces, progress);
    }

    @Override
    public BaseBackup.Proof verify(String name, Proving proving, Progress progress)
            throws IOException, InterruptedException {
        return new Verifying(store).verify(name, proving, progress);
    }

    @Override
    public Deleted delete(String name) throws IOException {
        return new Deleting(store).delete(name);
    }

    @Override
    public Deleted thinOut(Retention retention) throws IOException {
        return new Deleting(store).thinOut(retention, Instant.now());
    }
}
