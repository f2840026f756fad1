package io.matriarch.postgres.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The switch's binary: unpacked into the run directory, and started from there. */
final class SwitchProgram {

    private static final String RESOURCE = "/native/matriarch-switch";
    private static final int START_SECONDS = 2;

    private final Path binary;
    private final Path socket;

    SwitchProgram(Path runDir, Path socket) {
        this.binary = in(runDir);
        this.socket = socket;
    }

    static Path in(Path runDir) {
        return runDir.resolve("matriarch-switch");
    }

    /** Where the program is, and as this build has it. */
    Path file() throws IOException {
        unpack();
        return binary;
    }

    /**
     * Returns when the switch listens. It is nobody's child then, and lives on without this agent.
     */
    void start() throws IOException {
        unpack();
        Process starter;
        try {
            starter = launch();
        } catch (IOException e) {
            throw new IOException(
                    "cannot run "
                            + binary
                            + " (a run directory on a file system mounted noexec?): "
                            + e.getMessage(),
                    e);
        }
        String said = awaitEnd(starter);
        if (said != null) {
            throw new IOException("the dead man's switch did not start: " + said);
        }
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(binary.toString(), socket.toString())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Null when it started, else its last words. */
    private static @Nullable String awaitEnd(Process starter) throws IOException {
        boolean interrupted = false;
        try (InputStream errors = starter.getErrorStream()) {
            while (true) {
                try {
                    if (!starter.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
                        starter.destroyForcibly();
                        return "not ready within " + START_SECONDS + " s";
                    }
                    break;
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
            if (starter.exitValue() == 0) {
                return null;
            }
            return new String(errors.readAllBytes(), StandardCharsets.UTF_8).strip();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Renamed into place, because a running switch's own file cannot be written to. */
    private void unpack() throws IOException {
        byte[] wanted = content();
        if (Files.isExecutable(binary) && Arrays.equals(wanted, Files.readAllBytes(binary))) {
            return;
        }
        Path fresh =
                Files.createTempFile(
                        binary.toAbsolutePath().getParent(),
                        "matriarch-switch",
                        ".new",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        try {
            Files.write(fresh, wanted);
            Files.move(fresh, binary, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static byte[] content() throws IOException {
        try (InputStream in = SwitchProgram.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException("this build holds no " + RESOURCE);
            }
            return in.readAllBytes();
        }
    }
}
