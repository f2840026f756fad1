package io.matriarch.backup;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where a cluster's archive is: everything of it is named below this. */
public sealed interface BackupAddress {

    /** What {@code backup.s3-prefix} may look like. */
    String FORMS = "s3://bucket/path or file:///directory";

    /**
     * A path in a bucket.
     *
     * @param path without a slash at either end; empty for the whole bucket
     */
    record Bucket(String bucket, String path) implements BackupAddress {

        @Override
        public String toString() {
            return "s3://" + bucket + (path.isEmpty() ? "" : "/" + path);
        }
    }

    /** A directory: for one machine, or for a file system that all nodes share. */
    record Directory(Path path) implements BackupAddress {

        @Override
        public String toString() {
            return "file://" + path;
        }
    }

    /**
     * Reads {@link #FORMS}.
     *
     * @throws IllegalArgumentException whose message completes "backup.s3-prefix ..."
     */
    static BackupAddress parse(String text) {
        if (text.startsWith("s3://")) {
            return bucket(text);
        }
        if (text.startsWith("file:///")) {
            return directory(text);
        }
        throw new IllegalArgumentException("must be %s, not \"%s\"".formatted(FORMS, text));
    }

    private static BackupAddress bucket(String text) {
        String[] parts = text.substring("s3://".length()).split("/", 2);
        // Also access point aliases; an ARN is no bucket name of a URL.
        if (!Pattern.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", parts[0])) {
            throw new IllegalArgumentException(
                    "names no bucket: must be s3://bucket/path, not \"%s\"".formatted(text));
        }
        String path = parts.length == 1 ? "" : parts[1].replaceAll("/+$", "");
        for (String name : path.isEmpty() ? new String[0] : path.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                throw new IllegalArgumentException(
                        "has an empty or dotted name in its path: \"%s\"".formatted(text));
            }
        }
        return new Bucket(parts[0], path);
    }

    private static BackupAddress directory(String text) {
        Path path = Path.of(text.substring("file://".length())).normalize();
        if (path.getNameCount() == 0) {
            throw new IllegalArgumentException(
                    "names no directory: must be file:///directory, not \"%s\"".formatted(text));
        }
        return new Directory(path);
    }
}
