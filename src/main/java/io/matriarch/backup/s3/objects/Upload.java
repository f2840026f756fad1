package io.matriarch.backup.s3.objects;

import java.io.OutputStream;

/**
 * An object of unknown length while it is written. Nobody sees it before {@link #commit}; closing
 * without that discards it. For one thread.
 */
public abstract class Upload extends OutputStream {

    /** Makes the object visible, whole. It replaces one of the same name. */
    public abstract void commit() throws StorageException;

    /** Discards what was written so far, as well as it can; does nothing after a commit. */
    public abstract void abort();

    @Override
    public final void write(int b) throws StorageException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public abstract void write(byte[] bytes, int from, int length) throws StorageException;

    @Override
    public final void close() {
        abort();
    }
}
