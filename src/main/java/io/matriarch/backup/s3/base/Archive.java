package io.matriarch.backup.s3.base;

import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.Upload;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A compressed tar archive on its way into the store; nobody sees it before the commit. */
final class Archive implements AutoCloseable {

    private final Upload upload;
    private final Counted counted;
    private final TarArchiveOutputStream tar;
    private long size;

    /**
     * @param name the key without the codec's extension
     */
    Archive(ObjectStore store, Codec codec, String name) throws IOException {
        upload = store.begin(codec.key(name));
        counted = new Counted(upload);
        tar = new TarArchiveOutputStream(codec.writing(counted));
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    void begin(TarArchiveEntry entry) throws IOException {
        tar.putArchiveEntry(entry);
        size += entry.getSize();
    }

    void write(byte[] block, int length) throws IOException {
        tar.write(block, 0, length);
    }

    /** Bytes in this archive so far, unpacked. */
    long end() throws IOException {
        tar.closeArchiveEntry();
        return size;
    }

    /** Bytes as stored. */
    long commit() throws IOException {
        tar.close();
        upload.commit();
        return counted.count;
    }

    /** Discards it, unless it was committed. */
    @Override
    public void close() {
        upload.abort();
    }

    /** Stays open: closing an upload discards it. */
    private static final class Counted extends FilterOutputStream {

        private long count;

        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            count += length;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            count++;
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
