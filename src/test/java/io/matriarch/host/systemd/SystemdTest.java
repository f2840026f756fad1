package io.matriarch.host.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.host.Supervisor;
import io.matriarch.host.Unsupervised;
import io.matriarch.testing.BuiltProgram;
import io.matriarch.testing.DatagramSocketFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real relay, and a socket such as systemd's. */
final class SystemdTest {

    @TempDir private Path dir;
    private DatagramSocketFile socket;
    private Path program;
    private Supervisor systemd;

    @BeforeEach
    void open() throws IOException {
        Path path = dir.resolve("notify");
        socket = new DatagramSocketFile(path);
        program = BuiltProgram.in(dir);
        systemd =
                Systemd.of(
                        Map.of("NOTIFY_SOCKET", path.toString(), "WATCHDOG_USEC", "20000000"),
                        program);
    }

    @AfterEach
    void close() {
        systemd.close();
        socket.close();
    }

    @Test
    void saysWhatSystemdUnderstands() throws IOException {
        systemd.ready();
        systemd.status("I am n1, and lead:\nall is well");
        systemd.alive();
        systemd.stopping();
        assertEquals("READY=1", socket.take());
        assertEquals("STATUS=I am n1, and lead: all is well", socket.take());
        assertEquals("WATCHDOG=1", socket.take());
        assertEquals("STOPPING=1", socket.take());
    }

    @Test
    void aRelayThatWasKilledIsReplaced() throws Exception {
        systemd.ready();
        assertEquals("READY=1", socket.take());
        ProcessHandle relay = relay();
        assertTrue(relay.destroyForcibly());
        relay.onExit().join();
        systemd.alive();
        systemd.alive();
        assertEquals("WATCHDOG=1", socket.take());
    }

    @Test
    void theRelayEndsWithItsInput() throws Exception {
        systemd.ready();
        assertEquals("READY=1", socket.take());
        ProcessHandle relay = relay();
        systemd.close();
        relay.onExit().join();
        systemd.alive();
        assertTrue(children().findAny().isEmpty());
    }

    @Test
    void knowsHowLongSystemdWaits() {
        assertEquals(Optional.of(Duration.ofSeconds(20)), systemd.patience());
        assertEquals(
                Optional.empty(),
                Systemd.of(Map.of("NOTIFY_SOCKET", "/x", "WATCHDOG_USEC", "soon"), program)
                        .patience());
    }

    @Test
    void startedByHandThereIsNobodyToTell() {
        assertInstanceOf(Unsupervised.class, Systemd.of(Map.of(), program));
    }

    private ProcessHandle relay() {
        return children().findAny().orElseThrow();
    }

    private java.util.stream.Stream<ProcessHandle> children() {
        return ProcessHandle.current()
                .children()
                .filter(
                        child ->
                                child.info()
                                        .command()
                                        .filter(program.toString()::equals)
                                        .isPresent());
    }
}
