package io.matriarch.backup;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** How far long work has come; written by its threads, read by whoever shows it. */
public final class Progress {

    private final AtomicLong done = new AtomicLong();
    private final Set<String> remarks = new LinkedHashSet<>();
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

    /** What went wrong on the way and does not stop the work: one line, said when it ends. */
    public synchronized void remark(String line) {
        remarks.add(line);
    }

    /** In the order in which they were made. */
    public synchronized List<String> remarks() {
        return List.copyOf(remarks);
    }

    public void add(long bytes) {
        done.addAndGet(bytes);
    }
}
