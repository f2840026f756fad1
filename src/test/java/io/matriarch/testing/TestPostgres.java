package io.matriarch.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The PostgreSQL that tests run on: the one that {@code MATRIARCH_POSTGRES_BIN_DIR} names, as for
 * an agent, else the newest package. The build runs tests with the tag {@value #TAG} on more than
 * one.
 */
public final class TestPostgres {

    /** For each test class that starts a real server. */
    public static final String TAG = "server";

    /** For a test that takes long with one: {@code make herd-test}, and {@code newer-test}. */
    public static final String SLOW = "slow";

    private static final Path PACKAGED = Path.of("/usr/lib/postgresql");
    private static final Pattern MAJOR_FOLDER = Pattern.compile("[0-9]+");

    /** The folder of its programs. */
    public static final Path BIN = named().orElseGet(TestPostgres::packaged);

    /** Such as 15. */
    public static final int MAJOR = major();

    private TestPostgres() {}

    private static Optional<Path> named() {
        return Optional.ofNullable(System.getenv("MATRIARCH_POSTGRES_BIN_DIR")).map(Path::of);
    }

    private static Path packaged() {
        try (var versions = Files.list(PACKAGED)) {
            return versions.filter(f -> MAJOR_FOLDER.matcher(f.getFileName().toString()).matches())
                    .filter(f -> Files.isExecutable(f.resolve("bin/postgres")))
                    .max(Comparator.comparingInt(f -> Integer.parseInt(f.getFileName().toString())))
                    .orElseThrow(() -> new IOException("there is none in " + PACKAGED))
                    .resolve("bin");
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL is missing: apt-get install postgresql", e);
        }
    }

    private static int major() {
        try {
            Process asked =
                    new ProcessBuilder(BIN.resolve("postgres").toString(), "--version").start();
            String said = new String(asked.getInputStream().readAllBytes()).strip();
            return Integer.parseInt(said.replaceFirst("\\D*(\\d+).*", "$1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
