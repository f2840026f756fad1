package io.matriarch.postgres.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deadline passes, and PostgreSQL is gone within 600 ms, whatever state it is in. */
@Tag(TestPostgres.TAG)
class SwitchFireTest {

    private static final Duration GONE_WITHIN = Duration.ofMillis(600);

    private SwitchFixture herd;

    @BeforeEach
    void start(@TempDir Path dir) throws Exception {
        herd = new SwitchFixture(dir);
        herd.initdb();
    }

    @AfterEach
    void stop() {
        herd.close();
    }

    @Test
    void backendsThatCommitInALoopDieWithTheDeadline() throws Exception {
        dieInTime(herd.startLooping(), pid -> {});
    }

    @Test
    void aStoppedPostmasterIsNoShelter() throws Exception {
        dieInTime(herd.startLooping(), pid -> SwitchFixture.signal("STOP", pid));
    }

    @Test
    void aPostmasterThatWaitsForAStoppedBackendIsNotWaitedFor() throws Exception {
        dieInTime(
                herd.startLooping(),
                pid -> {
                    // The checkpointer would keep an immediate shutdown waiting for five seconds.
                    long child = SwitchFixture.family(pid).get(1);
                    SwitchFixture.signal("STOP", child);
                });
    }

    @Test
    void aPostmasterThatForksLikeMadLeavesNone() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        try {
            dieInTime(
                    herd.startLooping(),
                    pid -> {
                        for (int i = 0; i < 4; i++) {
                            Thread.ofPlatform().daemon().start(() -> herd.knock(enough));
                        }
                    });
        } finally {
            enough.set(true);
        }
    }

    private interface Trouble {
        void make(long pid) throws Exception;
    }

    private void dieInTime(long pid, Trouble trouble) throws Exception {
        Instant armed = Instant.now();
        var deadline = herd.arm(Duration.ofMillis(1500));
        List<Long> family = SwitchFixture.family(pid);
        assertTrue(family.size() >= 7, () -> "a postmaster and its children: " + family);
        trouble.make(pid);

        var gone = herd.awaitGone(family);

        Duration after = SwitchFixture.between(deadline, gone);
        System.out.println("gone " + after.toMillis() + " ms after the deadline");
        assertFalse(after.isNegative(), () -> "before the deadline: " + after);
        assertTrue(after.compareTo(GONE_WITHIN) < 0, () -> "gone only after " + after);
        SwitchFixture.await(
                "the switch is done", () -> herd.client.status().orElseThrow().left() == 0);
        assertEquals(new SwitchClient.Status(0, false, 1, 0), herd.client.status().orElseThrow());
        lastRowIsOfBefore(armed.plusMillis(1500));
    }

    /** The loops ran up to the deadline, and no commit of theirs came after the end. */
    private void lastRowIsOfBefore(Instant deadline) {
        herd.start(false);
        Instant last =
                Instant.ofEpochMilli(
                        Long.parseLong(
                                herd.sql(
                                        "select trunc(extract(epoch from max(at)) * 1000) from t")));
        System.out.println(
                "last row "
                        + Duration.between(deadline, last).toMillis()
                        + " ms after the deadline");
        assertTrue(last.isAfter(deadline.minusMillis(500)), () -> last + " against " + deadline);
        assertTrue(last.isBefore(deadline.plus(GONE_WITHIN)), () -> last + " against " + deadline);
    }

    @Test
    void renewedInTimeNothingHappens() throws Exception {
        long pid = herd.start(false);
        for (int beat = 0; beat < 10; beat++) {
            herd.arm(Duration.ofMillis(400));
            Thread.sleep(100);
        }
        assertTrue(herd.client.disarm());
        Thread.sleep(500);
        assertEquals(pid, herd.client.status().orElseThrow().pid());
        assertEquals(0, herd.client.status().orElseThrow().fired());
        assertEquals("1", herd.sql("select 1"));
    }

    @Test
    void killLeavesNone() throws Exception {
        long pid = herd.startLooping();
        List<Long> family = SwitchFixture.family(pid);
        Thread.currentThread().interrupt();
        assertTrue(herd.client.kill(), "an interrupted thread kills too");
        assertTrue(Thread.interrupted(), "and stays interrupted");
        assertTrue(family.stream().noneMatch(SwitchFixture::lives));
        assertTrue(herd.client.kill(), "nothing to kill is dead as well");
    }
}
