package io.matriarch.lease.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class BoundedCallsTest {

    private static final Duration ATTEMPT = Duration.ofMillis(200);

    @Test
    void aCallThatHeedsNothingIsLeftBehindAndFewMayHang() throws Exception {
        var ends = new CountDownLatch(1);
        var words = new FailureWords("t", "there", ATTEMPT);
        try (var calls = new BoundedCalls("test", 2, ATTEMPT, words)) {
            for (int i = 0; i < 2; i++) {
                var start = Instant.now();
                assertEquals(
                        "no answer from there within 200 ms",
                        calls.call("X", () -> hang(ends), why -> why));
                var took = Duration.between(start, Instant.now());
                assertTrue(took.compareTo(ATTEMPT.plusMillis(300)) < 0, "took " + took);
            }
            assertEquals(
                    "busy: 2 earlier calls to there still hang",
                    calls.call("X", () -> "answer", why -> why));
            ends.countDown();
            assertEquals("answer", firstAnswer(calls));
        }
    }

    private static String firstAnswer(BoundedCalls calls) throws InterruptedException {
        String answer = calls.call("X", () -> "answer", why -> why);
        for (int i = 0; i < 50 && answer.startsWith("busy"); i++) {
            Thread.sleep(20);
            answer = calls.call("X", () -> "answer", why -> why);
        }
        return answer;
    }

    /** Like a name lookup: interrupts do not end it. */
    private static String hang(CountDownLatch ends) {
        while (true) {
            try {
                ends.await();
                return "late";
            } catch (InterruptedException _) {
                Thread.onSpinWait();
            }
        }
    }
}
