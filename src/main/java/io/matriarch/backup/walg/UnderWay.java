package io.matriarch.backup.walg;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Runs of the program, one for each file: whoever asks again before it has ended waits for the same
 * one.
 */
final class UnderWay<T> implements AutoCloseable {

    private static final int KEPT = 4;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, CompletableFuture<T>> runs = new LinkedHashMap<>();
    private final Predicate<T> kept;
    private final Consumer<T> drop;

    /**
     * @param kept what stays until it is taken; the rest is asked for anew the next time
     * @param drop gets rid of what stayed, and nobody came for
     */
    UnderWay(Predicate<T> kept, Consumer<T> drop) {
        this.kept = kept;
        this.drop = drop;
    }

    synchronized CompletableFuture<T> begin(String file, Supplier<T> run) {
        CompletableFuture<T> known = runs.get(file);
        if (known != null) {
            return known;
        }
        dropTheOldest();
        var begun = CompletableFuture.supplyAsync(run, threads);
        runs.put(file, begun);
        begun.whenComplete(
                (result, failure) -> {
                    if (failure != null || !kept.test(result)) {
                        forget(file, begun);
                    }
                });
        return begun;
    }

    private void dropTheOldest() {
        List<String> ended =
                runs.entrySet().stream()
                        .filter(e -> e.getValue().isDone())
                        .map(Map.Entry::getKey)
                        .toList();
        for (String file : ended.subList(0, Math.max(0, ended.size() - KEPT + 1))) {
            CompletableFuture<T> run = runs.remove(file);
            if (run != null && !run.isCompletedExceptionally()) {
                drop.accept(run.join());
            }
        }
    }

    private synchronized void forget(String file, CompletableFuture<T> run) {
        runs.remove(file, run);
    }

    /** It was taken. */
    synchronized void taken(String file) {
        runs.remove(file);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
