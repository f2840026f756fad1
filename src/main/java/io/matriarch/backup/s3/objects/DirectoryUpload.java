package io.matriarch.backup.s3.objects;

import java.io.IOException;
import java.nio.file.Path;

/** A file that gets its name at the end. */
final class DirectoryUpload extends Upload {

    private final Path target;
    private final TemporaryFile file;
    private boolean ended;

    DirectoryUpload(Path target, TemporaryFile file) {
        this.target = target;
        this.file = file;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws StorageException {
        check();
        try {
            file.write(bytes, from, length);
        } catch (IOException e) {
            throw FileFailure.of(target, e);
        }
    }

    @Override
    public void commit() throws StorageException {
        check();
        try {
            file.finish(Existing.REPLACE);
            ended = true;
        } catch (IOException e) {
            throw FileFailure.of(target, e);
        }
    }

    private void check() throws StorageException {
        if (ended) {
            throw new StorageException(
                    StorageException.Kind.REFUSED, target + " is closed for writing");
        }
    }

    @Override
    public void abort() {
        ended = true;
        file.close();
    }
}
