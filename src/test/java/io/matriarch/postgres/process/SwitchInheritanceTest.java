package io.matriarch.postgres.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server gets of the surroundings that the switch was started in. */
@Tag(TestPostgres.TAG)
final class SwitchInheritanceTest {

    private SwitchFixture herd;
    private Path log;

    /** Whoever starts this switch has 500 from the kernel, and systemd's socket. */
    @BeforeEach
    void start(@TempDir Path dir) throws Exception {
        herd = new SwitchFixture(dir);
        log = dir.resolve("log");
        Path program = herd.client.program();
        assertTrue(herd.client.quit());
        Path runDir = dir.resolve("run").toRealPath();
        var starter =
                new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "echo 500 > /proc/self/oom_score_adj; exec \"$0\" \"$1\"",
                        program.toString(),
                        SwitchSocket.of(runDir).toString());
        starter.environment().put("NOTIFY_SOCKET", "/run/systemd/notify");
        starter.environment().put("WATCHDOG_USEC", "20000000");
        starter.environment().put("KEPT", "yes");
        SwitchFixture.await("the old switch is gone", () -> run(starter) == 0);
        herd.client = SwitchClient.open(runDir);
    }

    @AfterEach
    void stop() {
        herd.close();
    }

    /** A server that is built for systemd tells it of its own start and end where it can. */
    @Test
    void theServerCannotSpeakToSystemdForTheAgent() {
        serve("/usr/bin/env");
        SwitchFixture.await("it is written", () -> read(log).contains("KEPT=yes"));
        assertFalse(read(log).contains("NOTIFY_SOCKET"));
        assertFalse(read(log).contains("WATCHDOG_USEC"));
    }

    /**
     * What an administrator gave the unit, the postmaster keeps; what the switch took, it has not.
     */
    @Test
    void theServerKeepsTheKernelsScore() {
        serve("/bin/cat", "/proc/self/oom_score_adj");
        SwitchFixture.await("it is written", () -> read(log).endsWith("\n"));
        assertEquals("500\n", read(log));
    }

    private void serve(String... command) {
        assertInstanceOf(
                SwitchClient.Started.Running.class,
                herd.client.start(false, log, List.of(command)));
    }

    private static int run(ProcessBuilder starter) {
        try {
            return starter.start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
