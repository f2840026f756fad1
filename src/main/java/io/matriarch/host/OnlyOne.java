package io.matriarch.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** At most one agent works on a data directory; the lock goes with the process, however it ends. */
public final class OnlyOne implements AutoCloseable {

    private final FileLock lock;

    private OnlyOne(FileLock lock) {
        this.lock = lock;
    }

    /**
     * @return empty when another agent has the lock
     * @throws IOException when the file cannot be opened
     */
    public static Optional<OnlyOne> lock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new OnlyOne(lock));
            }
        } catch (OverlappingFileLockException _) {
            // This very process has it: not free either.
        }
        channel.close();
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        lock.acquiredBy().close();
    }
}
