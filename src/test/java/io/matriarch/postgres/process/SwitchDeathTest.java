package io.matriarch.postgres.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.testing.TestPostgres;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Something dies with -9: the agent, the postmaster, the switch itself. */
@Tag(TestPostgres.TAG)
class SwitchDeathTest {

    private SwitchFixture herd;
    private final AtomicInteger exits = new AtomicInteger();

    @BeforeEach
    void start(@TempDir Path dir) throws Exception {
        herd = new SwitchFixture(dir);
        herd.initdb();
        herd.client.onExit(exits::incrementAndGet);
    }

    @AfterEach
    void stop() {
        herd.close();
    }

    @Test
    void backendsDieAtOnceWithTheirPostmaster() throws Exception {
        long pid = herd.startLooping();
        List<Long> family = SwitchFixture.family(pid);
        var before = herd.client.stamp().orElseThrow();
        SwitchFixture.signal("KILL", pid);

        Duration took = SwitchFixture.between(before, herd.awaitGone(family));

        System.out.println("gone " + took.toMillis() + " ms after kill -9 of the postmaster");
        assertTrue(took.toMillis() < 300, took::toString);
        SwitchFixture.await("the exit is told", () -> exits.get() == 1);
        assertEquals(0, herd.client.status().orElseThrow().fired());
    }

    @Test
    void aCleanExitIsToldToo() throws Exception {
        herd.start(false);
        assertTrue(herd.client.signal("INT"));
        SwitchFixture.await("the exit is told", () -> exits.get() == 1);
        assertEquals(0, herd.client.status().orElseThrow().left());
    }

    @Test
    void theDeadlineOutlivesTheAgent() throws Exception {
        herd.client.close();
        Process agent = agent(2500);
        long pid = pidFrom(agent);
        List<Long> family = SwitchFixture.family(pid);
        agent.destroyForcibly().waitFor();
        assertTrue(SwitchFixture.lives(pid), "PostgreSQL does not die with the agent");

        herd.client = SwitchClient.open(herd.dir.resolve("run"));
        assertEquals(pid, herd.client.status().orElseThrow().pid());
        herd.awaitGone(family);
        SwitchFixture.await("it is counted", () -> herd.client.status().orElseThrow().fired() == 1);
    }

    @Test
    void anAgentThatComesBackInTimeCarriesOn() throws Exception {
        herd.client.close();
        Process agent = agent(2500);
        long pid = pidFrom(agent);
        agent.destroyForcibly().waitFor();

        herd.client = SwitchClient.open(herd.dir.resolve("run"));
        herd.client.onExit(exits::incrementAndGet);
        herd.arm(Duration.ofSeconds(60));
        Thread.sleep(3000);
        assertEquals("1", herd.sql("select 1"));
        assertEquals(pid, herd.client.status().orElseThrow().pid());
        assertEquals(0, herd.client.status().orElseThrow().fired());
        assertEquals(0, exits.get());
    }

    /** A process of its own that starts PostgreSQL, arms the switch, and then only lives. */
    private Process agent(long millis) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SwitchAgentProcess.class.getName(),
                                herd.dir.toString(),
                                String.valueOf(millis)));
        command.addAll(herd.command());
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private long pidFrom(Process agent) throws Exception {
        BufferedReader out = agent.inputReader();
        String line = out.readLine();
        assertTrue(line != null && line.matches("\\d+"), () -> "the agent said " + line);
        herd.awaitAnswer();
        return Long.parseLong(line);
    }

    @Test
    void postgresDoesNotOutliveTheSwitch() throws Exception {
        switchDies(pid -> {});
    }

    @Test
    void notEvenAStoppedOne() throws Exception {
        switchDies(pid -> SwitchFixture.signal("STOP", pid));
    }

    private interface Trouble {
        void make(long pid) throws Exception;
    }

    private void switchDies(Trouble trouble) throws Exception {
        long pid = herd.startLooping();
        List<Long> family = SwitchFixture.family(pid);
        long first = herd.switchPid();
        trouble.make(pid);
        var before = herd.client.stamp().orElseThrow();
        SwitchFixture.signal("KILL", first);

        SwitchFixture.await("all are gone", () -> family.stream().noneMatch(SwitchFixture::lives));
        SwitchFixture.await("the exit is told", () -> exits.get() == 1);
        Duration took = SwitchFixture.between(before, herd.client.stamp().orElseThrow());
        System.out.println("gone " + took.toMillis() + " ms after kill -9 of the switch");
        assertTrue(took.toMillis() < 1500, took::toString);
        assertNotEquals(first, herd.switchPid());
        // A postmaster that init has not reaped yet still owns postmaster.pid.
        SwitchFixture.await("init has reaped it", () -> !Files.exists(Path.of("/proc/" + pid)));
        herd.start(false);
    }
}
