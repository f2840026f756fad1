package io.matriarch.backup.s3.objects;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An answer of the store that is no success; its message is one line for people. */
public final class StorageException extends IOException {

    private static final long serialVersionUID = 1;

    /** What a caller can do something about. */
    public enum Kind {
        /** There is no such object. */
        ABSENT,
        /** There is one already. */
        EXISTS,
        /** The bucket, or the directory, does not exist. */
        NO_BUCKET,
        /** The credentials, or the file's permissions, do not allow it. */
        DENIED,
        /** The store asks for fewer calls. */
        THROTTLED,
        /** No answer, a cut connection, or a failure on the store's side. */
        UNREACHABLE,
        /** What came is not what was stored. */
        CORRUPT,
        /** The disk has no room. */
        FULL,
        /** Anything else that trying again won't change. */
        REFUSED;

        /** Whether the same call may well succeed a little later. */
        public boolean mayPass() {
            return switch (this) {
                case THROTTLED, UNREACHABLE -> true;
                case ABSENT, EXISTS, NO_BUCKET, DENIED, CORRUPT, FULL, REFUSED -> false;
            };
        }
    }

    private final Kind kind;

    public StorageException(Kind kind, String line) {
        this(kind, line, null);
    }

    public StorageException(Kind kind, String line, @Nullable Throwable cause) {
        super(line, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The one line; never null. */
    public String line() {
        return String.valueOf(getMessage());
    }
}
