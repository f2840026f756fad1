package io.matriarch.backup;

import java.io.IOException;

/** Work on a backup cannot go on; the message is one line for an operator. */
public final class BackupFailure extends IOException {

    private static final long serialVersionUID = 1;

    public BackupFailure(String message) {
        super(message);
    }

    public BackupFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
