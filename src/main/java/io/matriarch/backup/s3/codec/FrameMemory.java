package io.matriarch.backup.s3.codec;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PushbackInputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * LZ4's frames, so many of them at once as the heap has room for. A decoder holds two blocks, and
 * WAL-G's blocks have 4 MB: what reads eight of its files ahead would take all of an agent's heap.
 */
final class FrameMemory {

    private static final int KIB = 1024;

    /** Magic number, flags, and the byte that tells the largest block. */
    private static final int HEADER = 6;

    private static final int LARGEST = 4 << 20;

    /** For a whole process, in KiB; first come, first served, so that nobody waits for good. */
    private static final Semaphore ROOM = new Semaphore(room(), true);

    private FrameMemory() {}

    private static int room() {
        return (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / KIB / 8 * 3);
    }

    static InputStream reading(InputStream stored) throws IOException {
        var again = new PushbackInputStream(stored, HEADER);
        byte[] header = again.readNBytes(HEADER);
        again.unread(header);
        int share = Math.min(2 * block(header) / KIB, room());
        try {
            ROOM.acquire(share);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for memory");
        }
        try {
            return new Share(Lz4Frames.reading(again), share);
        } catch (IOException | RuntimeException e) {
            ROOM.release(share);
            throw e;
        }
    }

    /** What is no frame at all is the decoder's to say. */
    private static int block(byte[] header) {
        int size = header.length < HEADER ? 0 : header[HEADER - 1] >> 4 & 7;
        return size < 4 ? LARGEST : 1 << (8 + 2 * size);
    }

    /** Gives its memory back when it is closed. */
    private static final class Share extends FilterInputStream {

        private final int share;
        private final AtomicBoolean closed = new AtomicBoolean();

        Share(InputStream decoder, int share) {
            super(decoder);
            this.share = share;
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                // Who still holds this, waiting for a slow disk perhaps, must not hold the blocks.
                in = nullInputStream();
                if (closed.compareAndSet(false, true)) {
                    ROOM.release(share);
                }
            }
        }
    }
}
