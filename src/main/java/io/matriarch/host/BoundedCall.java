package io.matriarch.host;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Runs a call and waits for it no longer than it may take: a name lookup that hangs, or an answer
 * that comes by the byte, heeds no timeout of its own and is left behind on its thread. The threads
 * are few and of the platform's kind: a hanging lookup would hold a virtual thread's carrier.
 */
public final class BoundedCall implements AutoCloseable {

    /** So many calls may hang; then no more are begun. */
    public static final int AT_ONCE = 4;

    private final Duration limit;
    private final ThreadPoolExecutor threads;

    /**
     * @param name of the threads
     */
    public BoundedCall(String name, Duration limit) {
        this.limit = limit;
        this.threads =
                new ThreadPoolExecutor(
                        0,
                        AT_ONCE,
                        10,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        Thread.ofPlatform().name(name + "-", 1).daemon().factory());
    }

    /**
     * Its own unchecked failures pass as they are.
     *
     * @param place for the message, such as {@code Route53}
     */
    public <T> T answer(String place, Supplier<T> call) throws Unanswered {
        try {
            return run(call::get);
        } catch (IOException e) {
            throw e.getCause() instanceof RuntimeException own ? own : new IllegalStateException(e);
        } catch (TimeoutException _) {
            throw new Unanswered("no answer from %s within %d s".formatted(place, seconds()));
        } catch (RejectedExecutionException _) {
            throw new Unanswered(
                    "busy: %d earlier calls to %s still hang".formatted(AT_ONCE, place));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Unanswered("interrupted while waiting for " + place);
        }
    }

    private long seconds() {
        return Math.max(1, limit.toSeconds());
    }

    /**
     * @throws TimeoutException when it takes too long
     * @throws RejectedExecutionException when so many calls hang already
     * @throws IOException its own failure, or the cause is
     */
    public <T> T run(Callable<T> call) throws IOException, TimeoutException, InterruptedException {
        Future<T> answer = threads.submit(call);
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw cause instanceof IOException io ? io : new IOException(cause.getMessage(), cause);
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
