package io.matriarch.backup.s3.wal;

import io.matriarch.backup.Fetched;
import io.matriarch.backup.Placement;
import io.matriarch.backup.Shipped;
import io.matriarch.backup.WalArchive;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.cluster.SystemId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The write-ahead log in WAL-G's layout, below one prefix. */
public final class S3WalArchive implements WalArchive {

    private final Shipper shipper;
    private final Fetcher fetcher;
    private final Gaps gaps;

    /** One codec for good. */
    public S3WalArchive(
            ObjectStore store,
            Codec codec,
            BooleanSupplier leads,
            Supplier<Optional<SystemId>> own,
            Path folder)
            throws IOException {
        this(store, () -> codec, leads, own, folder);
    }

    /**
     * @param store stays open when this closes
     * @param codec for what is stored; what is read may have any other
     * @param leads whether this node holds the lease at this instant
     * @param own the cluster of the data directory beside this agent, when it can be told
     * @param folder for files under way; emptied
     * @throws IOException when the folder cannot be used
     */
    public S3WalArchive(
            ObjectStore store,
            Supplier<Codec> codec,
            BooleanSupplier leads,
            Supplier<Optional<SystemId>> own,
            Path folder)
            throws IOException {
        Path packed = folder.resolve("wal-push");
        Path fetched = folder.resolve("wal-fetch");
        Placement.emptied(packed);
        Placement.emptied(fetched);
        shipper = new Shipper(new Shipping(store, codec, leads, own, packed), leads);
        gaps = new Gaps(store);
        fetcher = new Fetcher(new Download(store, codec.get(), own, fetched));
    }

    @Override
    public Shipped ship(Path file) {
        return shipper.ship(file);
    }

    @Override
    public Shipped fillGaps(Path walFolder) {
        try {
            Shipped result = new Shipped.Stored();
            for (WalFile wal : gaps.in(walFolder)) {
                switch (shipper.ship(walFolder.resolve(wal.name()))) {
                    case Shipped.Stored _ -> {}
                    // It stays so: those behind it are wanted all the same.
                    case Shipped.Refused refused ->
                            result = result instanceof Shipped.Stored ? refused : result;
                    case Shipped.Failed failed -> {
                        return failed;
                    }
                }
            }
            return result;
        } catch (IOException | IllegalArgumentException e) {
            return new Shipped.Failed(
                    e instanceof IOException io ? Shipping.words(io) : String.valueOf(e));
        }
    }

    @Override
    public Fetched fetch(String name, Path target, Duration within) {
        return fetcher.fetch(name, target, within);
    }

    @Override
    public void close() {
        shipper.close();
        fetcher.close();
    }
}
