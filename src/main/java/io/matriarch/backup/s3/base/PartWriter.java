package io.matriarch.backup.s3.base;

import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.jspecify.annotations.Nullable;

/** A thread that compresses and uploads parts, one after the other. Its queue is bounded. */
final class PartWriter implements AutoCloseable {

    static final int CHUNK = 128 * 1024;

    /** A part that has so much is ended; one file may be larger. */
    private static final long ENOUGH = 256L << 20;

    private static final int QUEUED = 8;

    private sealed interface Step {}

    private record Begin(TarArchiveEntry entry) implements Step {}

    private record Bytes(byte[] block, int length) implements Step {}

    private record EndEntry() implements Step {}

    private record EndAll() implements Step {}

    private final ObjectStore store;
    private final Codec codec;
    private final Supplier<String> nextKey;
    private final AtomicLong stored;
    private final BlockingQueue<Step> queue = new ArrayBlockingQueue<>(QUEUED);
    private final BlockingQueue<byte[]> spare = new ArrayBlockingQueue<>(QUEUED + 2);
    private final Thread thread;
    private volatile @Nullable Throwable failure;
    private @Nullable Archive part;

    /**
     * @param nextKey gives each part its name, without the codec's extension
     * @param stored counts bytes as uploaded
     */
    PartWriter(ObjectStore store, Codec codec, Supplier<String> nextKey, AtomicLong stored) {
        this.store = store;
        this.codec = codec;
        this.nextKey = nextKey;
        this.stored = stored;
        this.thread = Thread.ofPlatform().name("matriarch-backup-part").daemon().start(this::run);
    }

    int queued() {
        return queue.size();
    }

    /** A whole entry, for one caller at a time; {@code content} gets its bytes. */
    OutputStream begin(TarArchiveEntry entry) throws IOException, InterruptedException {
        put(new Begin(entry));
        return new Content();
    }

    /** Ends the last part and waits until it is stored. */
    void finish() throws IOException, InterruptedException {
        put(new EndAll());
        thread.join();
        check();
    }

    private void put(Step step) throws IOException, InterruptedException {
        check();
        while (!queue.offer(step, 100, TimeUnit.MILLISECONDS)) {
            check();
        }
    }

    private void check() throws IOException, InterruptedException {
        Throwable cause = failure;
        if (cause != null) {
            throw Crew.rethrown(cause);
        }
    }

    private final class Content extends OutputStream {

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            for (int at = 0; at < length; at += CHUNK) {
                byte[] reused = spare.poll();
                byte[] block = reused == null ? new byte[CHUNK] : reused;
                int n = Math.min(CHUNK, length - at);
                System.arraycopy(bytes, from + at, block, 0, n);
                enqueue(new Bytes(block, n));
            }
        }

        @Override
        public void close() throws IOException {
            enqueue(new EndEntry());
        }

        private void enqueue(Step step) throws IOException {
            try {
                put(step);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new java.io.InterruptedIOException().initCause(e);
            }
        }
    }

    private void run() {
        try {
            boolean more = true;
            while (more) {
                more = step(queue.take());
            }
        } catch (InterruptedException | IOException | RuntimeException | Error e) {
            failure = e;
        } finally {
            Archive open = part;
            if (open != null) {
                open.close();
            }
        }
    }

    private boolean step(Step step) throws IOException {
        Archive open = part;
        return switch (step) {
            case Begin(var entry) -> {
                if (open == null) {
                    open = new Archive(store, codec, nextKey.get());
                    part = open;
                }
                open.begin(entry);
                yield true;
            }
            case Bytes(var block, var length) -> {
                java.util.Objects.requireNonNull(open).write(block, length);
                boolean _ = spare.offer(block);
                yield true;
            }
            case EndEntry() -> {
                if (java.util.Objects.requireNonNull(open).end() >= ENOUGH) {
                    commit(open);
                }
                yield true;
            }
            case EndAll() -> {
                if (open != null) {
                    commit(open);
                }
                yield false;
            }
        };
    }

    private void commit(Archive open) throws IOException {
        stored.addAndGet(open.commit());
        part = null;
    }

    /** Discards the open part. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
