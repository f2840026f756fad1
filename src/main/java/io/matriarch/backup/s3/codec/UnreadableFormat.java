package io.matriarch.backup.s3.codec;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An object that is damaged, cut short, or of a format not known here; one line for people. */
public final class UnreadableFormat extends IOException {

    private static final long serialVersionUID = 1;

    public UnreadableFormat(String line) {
        this(line, null);
    }

    public UnreadableFormat(String line, @Nullable Throwable cause) {
        super(line, cause);
    }
}
