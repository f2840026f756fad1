package io.matriarch.backup.s3.base;

import io.matriarch.backup.Progress;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/** Deals entries out to writers: each to the one that has least to do. */
final class Parts implements AutoCloseable {

    private final AtomicInteger number = new AtomicInteger();
    private final AtomicLong stored = new AtomicLong();
    private final List<PartWriter> writers = new ArrayList<>();
    private final Claim claim;
    private final Progress progress;

    Parts(ObjectStore store, Codec codec, String backup, Claim claim, Progress progress) {
        this.claim = claim;
        this.progress = progress;
        for (int i = 0; i < Crew.size(); i++) {
            writers.add(
                    new PartWriter(
                            store,
                            codec,
                            () -> Layout.part(backup, number.incrementAndGet()),
                            stored));
        }
    }

    /** One entry at a time: where one archive ends, the reader of the next may have begun. */
    synchronized void add(TarArchiveEntry entry, InputStream content)
            throws IOException, InterruptedException {
        PartWriter writer =
                writers.stream().min(Comparator.comparingInt(PartWriter::queued)).orElseThrow();
        byte[] block = new byte[PartWriter.CHUNK];
        try (var out = writer.begin(entry)) {
            for (int n = content.read(block); n >= 0; n = content.read(block)) {
                out.write(block, 0, n);
                progress.add(n);
                claim.refresh();
            }
        }
    }

    /** Bytes as stored, of all parts. */
    long finish() throws IOException, InterruptedException {
        for (PartWriter writer : writers) {
            writer.finish();
        }
        return stored.get();
    }

    @Override
    public void close() {
        writers.forEach(PartWriter::close);
    }
}
