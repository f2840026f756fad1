package io.matriarch.backup.s3.base;

import java.io.IOException;

/** An archive that no backup of ours or of WAL-G's looks like; nothing of it is trusted. */
final class UnsafeArchiveException extends IOException {

    private static final long serialVersionUID = 1;

    UnsafeArchiveException(String message) {
        super(message);
    }
}
