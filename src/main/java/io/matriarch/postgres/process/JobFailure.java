package io.matriarch.postgres.process;

import io.matriarch.postgres.sql.SqlWords;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;

/** A job cannot go on; the message is one line for an operator. */
final class JobFailure extends Exception {

    private static final long serialVersionUID = 1;

    JobFailure(String message) {
        super(message);
    }

    /** One line for an exception of the JDK or of the driver. */
    static String words(Exception e) {
        return switch (e) {
            case JobFailure own -> String.valueOf(own.getMessage());
            case NoSuchFileException missing -> "no such file: " + missing.getFile();
            case AccessDeniedException denied -> "no permission: " + denied.getFile();
            case FileSystemException file ->
                    file.getFile() + ": " + String.valueOf(file.getReason());
            case SQLException sql -> SqlWords.of(sql);
            case IOException io -> String.valueOf(io.getMessage());
            case Exception other -> other.toString();
        };
    }
}
