package io.matriarch.backup.s3.base;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Some threads that work on a list of tasks; the first that fails ends all. */
final class Crew {

    private Crew() {}

    /** A writer's buffers, those of its upload and of its codec: some 10 MB, and room to spare. */
    private static final long MEMORY = 24L << 20;

    /**
     * Packing and unpacking keeps a processor busy, so that more threads than processors win
     * little; and the agent, which must not run out of memory, has a small heap.
     */
    static int size() {
        long fit = Runtime.getRuntime().maxMemory() / MEMORY;
        int processors = Runtime.getRuntime().availableProcessors();
        return Math.clamp(Math.min(fit, processors), 1, 8);
    }

    static void work(int threads, List<Callable<Void>> tasks)
            throws IOException, InterruptedException {
        ExecutorService pool =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().name("matriarch-backup").daemon().factory());
        try {
            var done = new ExecutorCompletionService<Void>(pool);
            var begun = new ArrayList<Future<Void>>();
            tasks.forEach(task -> begun.add(done.submit(task)));
            for (int i = 0; i < begun.size(); i++) {
                done.take().get();
            }
        } catch (ExecutionException e) {
            throw rethrown(Objects.requireNonNull(e.getCause()));
        } finally {
            pool.shutdownNow();
            // Nobody writes into the directory any more once this returns.
            pool.close();
        }
    }

    static IOException rethrown(Throwable cause) throws InterruptedException {
        return switch (cause) {
            case InterruptedIOException e when Thread.interrupted() -> {
                throw (InterruptedException) new InterruptedException().initCause(e);
            }
            case IOException e -> e;
            case InterruptedException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> new IOException(cause);
        };
    }
}
