package io.matriarch.backup;

import java.util.concurrent.atomic.AtomicLong;

/** How far long work has come; written by its threads, read by whoever shows it. */
public final class Progress {

    private final AtomicLong done = new AtomicLong();
    private volatile long total;

    /** Bytes of the database so far. */
    public long done() {
        return done.get();
    }

    /** Bytes that there will be, roughly; 0 while that is not known. */
    public long total() {
        return total;
    }

    public void expect(long bytes) {
        total = bytes;
    }

    public void add(long bytes) {
        done.addAndGet(bytes);
    }
}
