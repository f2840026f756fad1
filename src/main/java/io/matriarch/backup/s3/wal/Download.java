package io.matriarch.backup.s3.wal;

import io.matriarch.backup.Placement;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.cluster.SystemId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Supplier;

/** One file's way out of the archive, into a folder of ours; checked, and on disk. */
final class Download {

    /** How one ended. */
    sealed interface Result {

        /** It is here, whole; {@code segmentSize} is 0 for what is no segment. */
        record Here(Path file, long segmentSize) implements Result {}

        record Absent() implements Result {}

        record Failed(String why) implements Result {}
    }

    private final StoredCopy copies;
    private final Supplier<Optional<SystemId>> own;
    private final Path folder;
    private volatile Codec usual;

    Download(ObjectStore store, Codec usual, Supplier<Optional<SystemId>> own, Path folder) {
        this.copies = new StoredCopy(store);
        this.usual = usual;
        this.own = own;
        this.folder = folder;
    }

    Result run(WalFile wal) {
        Path part = folder.resolve(wal.name() + ".part");
        try {
            Optional<StoredCopy.Opened> found = copies.open(wal, usual);
            if (found.isEmpty()) {
                return new Result.Absent();
            }
            usual = found.get().codec();
            try (InputStream content = found.get().content()) {
                Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
            }
            Optional<String> problem = FirstPage.problem(wal, part, own.get());
            if (problem.isPresent()) {
                return new Result.Failed(
                        "%s in the archive %s".formatted(wal.name(), problem.get()));
            }
            Placement.sync(part);
            Path whole = folder.resolve(wal.name());
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
            return new Result.Here(whole, wal.hasPages() ? Files.size(whole) : 0);
        } catch (IOException e) {
            return new Result.Failed(Shipping.words(e));
        } catch (RuntimeException e) {
            return new Result.Failed("fetching %s failed: %s".formatted(wal.name(), e));
        } finally {
            try {
                Files.deleteIfExists(part);
            } catch (IOException _) {
                // The next start clears the folder.
            }
        }
    }
}
