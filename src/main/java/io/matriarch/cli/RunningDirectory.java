package io.matriarch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a server writes into its data directory for those who seek it. */
final class RunningDirectory {

    private static final int PORT = 3;
    private static final int ADDRESS = 5;

    private RunningDirectory() {}

    /** Where the server of this directory answers. */
    static Dsn dsn(Path dataDir) throws Failure {
        Path file = dataDir.resolve("postmaster.pid");
        try {
            List<String> lines = Files.readAllLines(file);
            String listens = lines.size() > ADDRESS ? lines.get(ADDRESS).strip() : "";
            if (listens.isEmpty()) {
                throw Failure.failed(
                        "the server in %s listens on no address: set listen_addresses"
                                .formatted(dataDir));
            }
            int port = Dsn.port(lines.get(PORT).strip(), file.toString());
            return new Dsn(local(listens), port, "postgres", "postgres");
        } catch (IOException e) {
            throw Failure.failed(
                    "no PostgreSQL runs in %s, as far as this user can see (%s): --dsn says where it answers"
                            .formatted(dataDir, e.getClass().getSimpleName()));
        }
    }

    private static String local(String listens) {
        return switch (listens) {
            case "*", "0.0.0.0" -> "127.0.0.1";
            case "::" -> "::1";
            default -> listens;
        };
    }
}
