package io.matriarch.demo;

import io.matriarch.cluster.Replication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What `demo` and `bench` have in common: where the herd lives, and how it is formed. */
final class Setup {

    private static final long FORMING_SECONDS = 90;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "An absent or empty directory for everything (default: a fresh one).")
    Optional<Path> dir = Optional.empty();

    @Option(names = "--keep", description = "Leave the directory when all is over.")
    boolean keep;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many, 2 to 9 (default: ${DEFAULT-VALUE}).")
    int nodes;

    @Option(
            names = "--replication",
            paramLabel = "MODE",
            defaultValue = "async",
            description = "async, sync, strict or quorum (default: ${DEFAULT-VALUE}).")
    String mode = "async";

    @Option(
            names = "--sync-count",
            paramLabel = "N",
            defaultValue = "1",
            description = "For how many standbys commits wait (default: ${DEFAULT-VALUE}).")
    int syncCount = 1;

    /**
     * @throws Failed when there is no such mode
     */
    Replication replication() throws Failed {
        if (syncCount < 1 || syncCount > 99) {
            throw new Failed("--sync-count %d: 1 to 99 are right".formatted(syncCount));
        }
        for (Replication.Mode each : Replication.Mode.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(mode)) {
                return new Replication(each, syncCount);
            }
        }
        throw new Failed(
                "--replication %s: async, sync, strict and quorum are right".formatted(mode));
    }

    /** Runs a command of this package; what went wrong stands in one line on standard error. */
    static int run(Object command, String... args) {
        return new CommandLine(command)
                .setExecutionExceptionHandler(
                        (e, line, _) -> {
                            // What fails because somebody ended us is no news.
                            if (!isEnding()) {
                                line.getErr().println("matriarch: " + words(e));
                            }
                            return 1;
                        })
                .execute(args);
    }

    private static String words(Exception e) {
        return e instanceof Failed failed ? failed.line() : e.toString();
    }

    /** No hook can be added once the hooks run. */
    private static boolean isEnding() {
        try {
            var probe = new Thread(() -> {});
            Runtime.getRuntime().addShutdownHook(probe);
            return !Runtime.getRuntime().removeShutdownHook(probe);
        } catch (IllegalStateException _) {
            return true;
        }
    }

    /**
     * @throws Failed when this machine or these options do not do
     */
    Herd start(Screen screen) throws IOException, InterruptedException, Failed {
        HerdFiles files = HerdFiles.prepare(dir).with(replication());
        return start(files, HerdArchive.in(files), screen);
    }

    /**
     * @throws Failed when this machine or these options do not do
     */
    Herd start(HerdFiles files, HerdArchive archive, Screen screen)
            throws IOException, InterruptedException, Failed {
        if (nodes < 2 || nodes > 9) {
            throw new Failed("--nodes %d: 2 to 9 are right".formatted(nodes));
        }
        if (Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            throw new Failed(
                    "PostgreSQL refuses to run as root; `make demo` and `make bench` drop to the user postgres, or run this as another user");
        }
        Programs programs = Programs.find();
        return Herd.start(files, archive, nodes, keep, programs, screen);
    }

    /** Waits for the first leader and its standbys. */
    static void awaitForming(Herd herd, boolean waits) throws InterruptedException, Failed {
        Optional<String> trouble = herd.awaitPeace(FORMING_SECONDS, waits);
        if (trouble.isPresent()) {
            throw new Failed(
                    "the herd did not form within %d s: %s"
                            .formatted(FORMING_SECONDS, trouble.get()));
        }
    }
}
