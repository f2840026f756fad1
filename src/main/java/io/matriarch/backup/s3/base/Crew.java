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

    /** Packing and unpacking keeps a processor busy: more threads than processors win little. */
    static int size() {
        return Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);
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
