package io.matriarch.machines.ec2;

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

/**
 * Runs a call and waits for it no longer than it may take: a name lookup that hangs, or an answer
 * that comes by the byte, heeds no timeout of its own and is left behind on its thread.
 */
final class BoundedCall implements AutoCloseable {

    static final int AT_ONCE = 4;

    private final Duration limit;
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    0,
                    AT_ONCE,
                    10,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    Thread.ofPlatform().name("matriarch-ec2-", 1).daemon().factory());

    BoundedCall(Duration limit) {
        this.limit = limit;
    }

    /**
     * @throws TimeoutException when it takes too long
     * @throws RejectedExecutionException when so many calls hang already
     * @throws IOException its own failure, or the cause is
     */
    <T> T run(Callable<T> call) throws IOException, TimeoutException, InterruptedException {
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
