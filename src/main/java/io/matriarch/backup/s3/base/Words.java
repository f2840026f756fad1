package io.matriarch.backup.s3.base;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** One line for an exception of the file system. */
final class Words {

    private Words() {}

    static String of(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "no such file: " + missing.getFile();
            case AccessDeniedException denied -> "no permission: " + denied.getFile();
            case FileSystemException file when file.getReason() != null ->
                    isFull(e) ? "the disk is full" : file.getFile() + ": " + file.getReason();
            case IOException _ when isFull(e) -> "the disk is full";
            case IOException other ->
                    other.getMessage() == null ? other.toString() : other.getMessage();
        };
    }

    static boolean isFull(IOException e) {
        String said = String.valueOf(e.getMessage());
        return said.contains("No space left on device") || said.contains("Disk quota exceeded");
    }
}
