package io.matriarch.demo;

import io.matriarch.cluster.Replication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The one directory of a herd: passwords, a folder for each node, logs.
 *
 * @param root absolute
 * @param ours made by us, and so removed by us
 * @param initial lines of the cluster's first document
 */
record HerdFiles(Path root, boolean ours, String initial) {

    private static final FileAttribute<?> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /**
     * @param wanted absent or empty; without one, a fresh directory in java.io.tmpdir, whose short
     *     name leaves room for the names of sockets
     */
    static HerdFiles prepare(Optional<Path> wanted) throws IOException, Failed {
        if (wanted.isEmpty()) {
            Path fresh = Files.createTempDirectory("matriarch-", OWNER_ONLY_DIRECTORY);
            return new HerdFiles(fresh.toRealPath(), true, "").withPasswords();
        }
        Path dir = wanted.get().toAbsolutePath();
        boolean absent = Files.notExists(dir);
        if (absent) {
            Files.createDirectories(dir, OWNER_ONLY_DIRECTORY);
        } else if (!isEmptyDirectory(dir)) {
            throw new Failed("%s is not an empty directory; --dir needs one".formatted(dir));
        }
        return new HerdFiles(dir.toRealPath(), absent, "").withPasswords();
    }

    /** Commits shall wait like this. */
    HerdFiles with(Replication replication) {
        String lines =
                "  replication: {mode: %s, sync-count: %d}%n"
                        .formatted(
                                replication.mode().name().toLowerCase(Locale.ROOT),
                                replication.syncCount());
        return new HerdFiles(root, ours, lines);
    }

    private HerdFiles withPasswords() throws IOException {
        var random = new SecureRandom();
        for (Path file : List.of(superuserPassword(), replicationPassword())) {
            byte[] secret = new byte[24];
            random.nextBytes(secret);
            Files.createFile(file, OWNER_ONLY_FILE);
            Files.writeString(
                    file, Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\n");
        }
        return this;
    }

    Path superuserPassword() {
        return root.resolve("superuser.password");
    }

    Path replicationPassword() {
        return root.resolve("replication.password");
    }

    Path storeLog() {
        return root.resolve("store.log");
    }

    /** The node's own directory, with its configuration in it. */
    Path node(String name, int storePort, int postgresPort, int apiPort, HerdArchive archive)
            throws IOException {
        Path dir = Files.createDirectory(root.resolve(name), OWNER_ONLY_DIRECTORY);
        Files.writeString(
                configuration(dir),
                """
                cluster: herd
                name: %s
                store:
                  endpoint: http://127.0.0.1:%d
                postgres:
                  data-dir: %s
                  listen: 127.0.0.1:%d
                  superuser-password-file: %s
                  replication-password-file: %s
                api:
                  listen: 127.0.0.1:%d
                %s"""
                        .formatted(
                                name,
                                storePort,
                                quoted(dir.resolve("data")),
                                postgresPort,
                                quoted(superuserPassword()),
                                quoted(replicationPassword()),
                                apiPort,
                                archive.yaml(initial)));
        return dir;
    }

    /** A directory for what is needed between two herds. */
    static Scratch scratch() throws IOException {
        return new Scratch(
                Files.createTempDirectory("matriarch-", OWNER_ONLY_DIRECTORY).toRealPath());
    }

    /** Gone when it is closed. */
    record Scratch(Path path) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            delete(path, _ -> true);
        }
    }

    /** The folder of one node. */
    Path node(String name) {
        return root.resolve(name);
    }

    /** Removes what the herd left; the directory itself only when we made it. */
    void delete() throws IOException {
        delete(root, path -> ours || !path.equals(root));
    }

    /** Removes what a machine takes with it, and leaves only its configuration and its log. */
    static void wipe(Path node) throws IOException {
        delete(
                node,
                path ->
                        !path.equals(node)
                                && !path.startsWith(configuration(node))
                                && !path.startsWith(log(node)));
    }

    static Path configuration(Path node) {
        return node.resolve("node.yaml");
    }

    static Path log(Path node) {
        return node.resolve("agent.log");
    }

    private static void delete(Path folder, Predicate<Path> which) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).filter(which).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static boolean isEmptyDirectory(Path dir) throws IOException {
        if (!Files.isDirectory(dir)) {
            return false;
        }
        try (Stream<Path> content = Files.list(dir)) {
            return content.findAny().isEmpty();
        }
    }
}
