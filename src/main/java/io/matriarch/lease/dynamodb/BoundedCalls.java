package io.matriarch.lease.dynamodb;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Calls that come back by their deadline, whatever the other end does. The SDK's own timeouts end
 * nearly every call; a name lookup that hangs heeds nothing, and is left behind on its thread. The
 * threads are few and of the platform's kind: a hanging lookup would hold a virtual thread's
 * carrier.
 */
final class BoundedCalls implements AutoCloseable {

    /** The SDK's own timeout, with the better message, comes first by this much. */
    private static final Duration GRACE = Duration.ofMillis(50);

    private final Supplier<Duration> attempt;
    private final FailureWords words;
    private final ExecutorService threads;
    private final Semaphore free;
    private final int limit;

    BoundedCalls(String name, int threads, Duration attempt, FailureWords words) {
        this(name, threads, () -> attempt, words);
    }

    BoundedCalls(String name, int threads, Supplier<Duration> attempt, FailureWords words) {
        this.attempt = attempt;
        this.words = words;
        this.limit = threads;
        this.free = new Semaphore(threads);
        this.threads =
                Executors.newCachedThreadPool(
                        Thread.ofPlatform().name(name + "-", 1).daemon().factory());
    }

    /** Runs {@code body}; {@code failed} makes a result of the line that says what went wrong. */
    <T> T call(String operation, Supplier<T> body, Function<String, T> failed) {
        if (!free.tryAcquire()) {
            return failed.apply(words.busy(limit));
        }
        var place = new Place();
        Future<T> answer =
                threads.submit(
                        () -> {
                            place.begin();
                            try {
                                return body.get();
                            } finally {
                                // Before the answer is known: whoever has it may call again at
                                // once.
                                free.release();
                            }
                        });
        try {
            return answer.get(attempt.get().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return failed.apply(words.of(operation, cause));
        } catch (TimeoutException _) {
            place.giveUp(answer);
            return failed.apply(words.noAnswer());
        } catch (InterruptedException _) {
            place.giveUp(answer);
            Thread.currentThread().interrupt();
            return failed.apply("interrupted while waiting for " + words.endpoint());
        }
    }

    /** Whoever begins a call gives its place back; a call that never began has nobody to do so. */
    private final class Place {

        private final AtomicBoolean taken = new AtomicBoolean();

        void begin() {
            if (!taken.compareAndSet(false, true)) {
                throw new CancellationException("given up before it began");
            }
        }

        void giveUp(Future<?> answer) {
            answer.cancel(true);
            if (taken.compareAndSet(false, true)) {
                free.release();
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
