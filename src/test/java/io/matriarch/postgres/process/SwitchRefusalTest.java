package io.matriarch.postgres.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.postgres.DeadMansSwitch.Stamp;
import io.matriarch.testing.TestPostgres;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the switch does not do. */
@Tag(TestPostgres.TAG)
class SwitchRefusalTest {

    private SwitchFixture herd;

    @BeforeEach
    void start(@TempDir Path dir) throws Exception {
        herd = new SwitchFixture(dir);
    }

    @AfterEach
    void stop() {
        herd.close();
    }

    private String refused(boolean guarded, String... command) {
        var started = herd.client.start(guarded, herd.dir.resolve("log"), List.of(command));
        return assertInstanceOf(SwitchClient.Started.Refused.class, started).why();
    }

    @Test
    void aGuardedStartNeedsADeadlineAhead() throws Exception {
        assertEquals("not armed", refused(true, "/bin/sleep", "60"));
        herd.arm(Duration.ofMillis(50));
        SwitchFixture.await("it fires", () -> herd.client.status().orElseThrow().fired() == 1);
        assertEquals("not armed", refused(true, "/bin/sleep", "60"));
        herd.arm(Duration.ofSeconds(60));
        assertInstanceOf(
                SwitchClient.Started.Running.class,
                herd.client.start(true, herd.dir.resolve("log"), List.of("/bin/sleep", "60")));
        assertEquals("already running", refused(true, "/bin/sleep", "60"));
    }

    @Test
    void aDeadlineThatHasPassedIsNotTaken() {
        Stamp now = herd.client.stamp().orElseThrow();
        assertFalse(herd.client.arm(now, Duration.ZERO));
        assertFalse(herd.client.status().orElseThrow().armed());
    }

    @Test
    void aProgramThatCannotRunIsNamed() {
        assertEquals("cannot run /no/such: No such file or directory", refused(false, "/no/such"));
        var started =
                herd.client.start(false, herd.dir.resolve("no/log"), List.of("/bin/sleep", "60"));
        assertTrue(started.toString().contains("cannot open " + herd.dir + "/no/log"));
        assertTrue(refused(false, "/bin/echo", "a\tb").contains("without tabs"));
        assertTrue(refused(false, "/bin/echo", "a\nquit").contains("without tabs and line ends"));
        assertTrue(refused(false, "/bin/echo", "a".repeat(20_000)).contains("16000"));
        assertEquals(0, herd.client.status().orElseThrow().pid());
    }

    @Test
    void aStandbyIsPromotedOnlyUnderADeadlineThatIsAhead() throws Exception {
        herd.initdb();
        Files.createFile(herd.data().resolve("standby.signal"));
        Path signal = herd.data().resolve("promote");
        assertFalse(herd.client.promote(herd.data()), "nothing runs");
        herd.start(false);
        assertEquals("t", herd.sql("select pg_is_in_recovery()"));
        assertFalse(herd.client.promote(herd.data()), "not armed");
        assertFalse(Files.exists(signal));

        herd.arm(Duration.ofSeconds(60));
        assertFalse(herd.client.promote(herd.dir.resolve("elsewhere")), "no such directory");
        assertEquals("t", herd.sql("select pg_is_in_recovery()"));
        assertTrue(herd.client.promote(herd.data()));
        SwitchFixture.await(
                "it is promoted", () -> herd.sql("select pg_is_in_recovery()").equals("f"));
    }

    @Test
    void aSecondSwitchForTheSameSocketDoesNotStart() throws Exception {
        Path socket = SwitchSocket.of(herd.dir.resolve("run").toRealPath());
        long first = herd.switchPid();
        var second = new SwitchProgram(herd.dir.resolve("run"), socket);
        var refused = assertThrows(IOException.class, second::start);
        assertTrue(refused.toString().contains("another switch holds this lock"));
        assertEquals(first, herd.switchPid());
        try (SwitchClient other = SwitchClient.open(herd.dir.resolve("run"))) {
            assertTrue(other.stamp().isPresent());
            assertEquals(first, herd.switchPid());
        }
    }

    @Test
    void whoHangsUpHasAskedForNothing() throws Exception {
        long pid = herd.switchPid();
        herd.arm(Duration.ofSeconds(60));
        SwitchFixture.signal("STOP", pid);
        Path socket = SwitchSocket.of(herd.dir.resolve("run").toRealPath());
        try (SocketChannel gone = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            gone.connect(UnixDomainSocketAddress.of(socket));
            gone.write(ByteBuffer.wrap("disarm\n".getBytes(StandardCharsets.UTF_8)));
        }
        assertTrue(herd.client.stamp().isEmpty(), "a stopped switch gives no stamp");
        SwitchFixture.signal("CONT", pid);
        assertTrue(herd.client.status().orElseThrow().armed());
    }

    @Test
    void moreClientsThanPlacesWaitForTheirTurn() throws Exception {
        Path socket = SwitchSocket.of(herd.dir.resolve("run").toRealPath());
        var idle = new ArrayList<SocketChannel>();
        for (int i = 0; i < 7; i++) {
            idle.add(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        }
        SwitchFixture.await("all places are taken", () -> herd.client.stamp().isEmpty());
        idle.getFirst().close();
        assertTrue(herd.client.stamp().isPresent());
        for (SocketChannel channel : idle) {
            channel.close();
        }
    }
}
