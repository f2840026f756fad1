package io.matriarch.backup.s3.wal;

import io.matriarch.backup.Shipped;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.codec.UnreadableFormat;
import io.matriarch.backup.s3.objects.Existing;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.StorageException;
import io.matriarch.cluster.SystemId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One file's way into the archive: looked at, compressed, and put only where nothing is. */
final class Shipping {

    private static final int CHUNK = 256 * 1024;

    static final String NO_LEASE = "this node does not hold the lease, only a leader ships its log";

    private final ObjectStore store;
    private final StoredCopy copies;
    private final ListedCopies listed;
    private final PrefixOwner owner;
    private final Supplier<Codec> codecs;
    private final BooleanSupplier leads;
    private final Supplier<Optional<SystemId>> own;
    private final Path scratch;

    /** More at once than processors only keep each other, and PostgreSQL, waiting. */
    private final Semaphore compressing = new Semaphore(Runtime.getRuntime().availableProcessors());

    private volatile SystemId claimed = SystemId.NONE;

    Shipping(
            ObjectStore store,
            Supplier<Codec> codecs,
            BooleanSupplier leads,
            Supplier<Optional<SystemId>> own,
            Path scratch) {
        this.store = store;
        this.copies = new StoredCopy(store);
        this.listed = new ListedCopies(copies);
        this.owner = new PrefixOwner(store);
        this.codecs = codecs;
        this.leads = leads;
        this.own = own;
        this.scratch = scratch;
    }

    Shipped ship(WalFile wal, Path file) {
        try {
            Optional<SystemId> mine = own.get();
            if (mine.isEmpty()) {
                return new Shipped.Failed("the data directory has no readable control file");
            }
            Optional<String> problem = FirstPage.problem(wal, file, mine);
            if (problem.isPresent()) {
                return new Shipped.Refused(wal.name() + " " + problem.get() + ": it is not stored");
            }
            Optional<Shipped> foreign = foreign(mine.get());
            return foreign.isPresent() ? foreign.get() : store(wal, file);
        } catch (NoSuchFileException e) {
            return new Shipped.Failed("there is no file " + e.getMessage());
        } catch (UnreadableFormat e) {
            return new Shipped.Refused(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Shipped.Failed(words(e));
        }
    }

    static String words(IOException e) {
        return e instanceof StorageException s ? s.line() : e.toString();
    }

    private Optional<Shipped> foreign(SystemId mine) throws IOException {
        if (claimed.equals(mine)) {
            return Optional.empty();
        }
        SystemId found = owner.claim(mine);
        if (found.equals(mine)) {
            claimed = mine;
            return Optional.empty();
        }
        return Optional.of(
                new Shipped.Refused(
                        "backup.s3-prefix %s holds the cluster with system identifier %s, this one has %s: give it a prefix of its own"
                                .formatted(store.name(), found, mine)));
    }

    private Shipped store(WalFile wal, Path file) throws IOException {
        Optional<String> existing = listed.key(wal);
        if (existing.isPresent()) {
            return compared(wal, existing.get(), file);
        }
        Codec codec = codecs.get();
        Path packed = Files.createTempFile(scratch, wal.name(), ".ship");
        try {
            pack(codec, file, packed);
            // The last look before the write: compressing may have taken longer than the tenure.
            if (!leads.getAsBoolean()) {
                return new Shipped.Failed(NO_LEASE);
            }
            String key = WalFile.FOLDER + codec.key(wal.name());
            try {
                store.put(key, packed, Existing.KEEP);
                return new Shipped.Stored();
            } catch (StorageException e) {
                if (e.kind() != StorageException.Kind.EXISTS) {
                    throw e;
                }
                return compared(wal, key, file);
            }
        } finally {
            Files.deleteIfExists(packed);
        }
    }

    private void pack(Codec codec, Path file, Path packed) throws IOException {
        compressing.acquireUninterruptibly();
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = codec.writing(Files.newOutputStream(packed))) {
            byte[] chunk = new byte[CHUNK];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                out.write(chunk, 0, n);
            }
        } finally {
            compressing.release();
        }
    }

    /** Another node may have shipped since. */
    void forget() {
        listed.forget();
    }

    private Shipped compared(WalFile wal, String key, Path file) throws IOException {
        return copies.isSame(key, file)
                ? new Shipped.Stored()
                : new Shipped.Refused(
                        "%s/%s holds other content than this node's %s: two servers wrote timeline %d; nothing was overwritten"
                                .formatted(store.name(), key, wal.name(), wal.timeline()));
    }
}
