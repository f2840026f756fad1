package io.matriarch.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that holds one secret in one line. */
final class SecretFile {

    /** A group may read it: root's file for the group of PostgreSQL is usual. */
    private static final Set<PosixFilePermission> ALLOWED =
            PosixFilePermissions.fromString("rwxr-x---");

    private SecretFile() {}

    /**
     * Looks at the file without keeping what is in it.
     *
     * @throws IllegalArgumentException with what would be right
     */
    static Path checked(String text) {
        Path file = Values.absolute(text);
        try {
            var permissions = Files.getPosixFilePermissions(file);
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException(file + " is no file");
            }
            if (!ALLOWED.containsAll(permissions)) {
                throw new IllegalArgumentException(
                        "others than its owner may get at %s (%s): chmod 0600 %s"
                                .formatted(file, PosixFilePermissions.toString(permissions), file));
            }
            long lines = Files.readString(file).lines().count();
            if (lines != 1 || Files.readString(file).isBlank()) {
                throw new IllegalArgumentException(
                        file
                                + (lines <= 1 ? " is empty" : " has several lines")
                                + ", one line is"
                                + " right");
            }
        } catch (NoSuchFileException _) {
            throw new IllegalArgumentException("there is no file " + file);
        } catch (IOException _) {
            throw new IllegalArgumentException(
                    "cannot read %s as user %s".formatted(file, System.getProperty("user.name")));
        }
        return file;
    }
}
