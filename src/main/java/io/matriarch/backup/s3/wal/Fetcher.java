package io.matriarch.backup.s3.wal;

import io.matriarch.backup.Fetched;
import io.matriarch.backup.Placement;
import io.matriarch.backup.s3.wal.Download.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches what PostgreSQL asks for, and the segments that it will ask for next. */
final class Fetcher implements AutoCloseable {

    private static final int AHEAD = 8;

    /** Of disk, for what was fetched ahead: with the largest segments it is one or none. */
    private static final long AHEAD_BYTES = 256L << 20;

    private final Download download;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, CompletableFuture<Result>> files = new HashMap<>();

    Fetcher(Download download) {
        this.download = download;
    }

    Fetched fetch(String name, Path target, Duration within) {
        Optional<WalFile> wal = WalFile.of(name);
        if (wal.isEmpty()) {
            return new Fetched.Failed("\"" + name + "\" is no file of the write-ahead log");
        }
        try {
            Result result = begin(wal.get()).get(within.toMillis(), TimeUnit.MILLISECONDS);
            return switch (result) {
                case Result.Here here -> placed(wal.get(), here, target);
                case Result.Absent _ -> new Fetched.Absent();
                case Result.Failed(var why) -> new Fetched.Failed(why);
            };
        } catch (TimeoutException _) {
            return new Fetched.Failed(
                    "%s has not come within %d ms".formatted(name, within.toMillis()));
        } catch (ExecutionException | IOException e) {
            return new Fetched.Failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Fetched.Failed("interrupted while fetching " + name);
        }
    }

    private Fetched placed(WalFile wal, Result.Here here, Path target) throws IOException {
        try {
            Placement.move(here.file(), target);
        } finally {
            synchronized (this) {
                files.remove(wal.name());
            }
        }
        if (here.segmentSize() > 0) {
            ahead(wal, here.segmentSize());
        }
        return new Fetched.Written();
    }

    private synchronized CompletableFuture<Result> begin(WalFile wal) {
        CompletableFuture<Result> known = files.get(wal.name());
        if (known != null) {
            return known;
        }
        var begun = CompletableFuture.supplyAsync(() -> download.run(wal), threads);
        files.put(wal.name(), begun);
        // What did not come is asked for anew the next time.
        begun.thenAccept(
                result -> {
                    if (!(result instanceof Result.Here)) {
                        drop(wal.name(), begun);
                    }
                });
        return begun;
    }

    private synchronized void drop(String name, CompletableFuture<Result> begun) {
        files.remove(name, begun);
    }

    /** PostgreSQL goes forward: what it has jumped over is not wanted any more. */
    private void ahead(WalFile wal, long segmentSize) {
        int count = (int) Math.min(AHEAD, AHEAD_BYTES / segmentSize);
        List<WalFile> next = new ArrayList<>();
        Set<String> wanted = new HashSet<>();
        for (int i = 1; i <= count; i++) {
            next.add(wal.after(i, segmentSize));
            wanted.add(next.getLast().name());
        }
        discardOthers(wanted);
        next.forEach(this::begin);
    }

    private synchronized void discardOthers(Set<String> wanted) {
        for (var entry : List.copyOf(files.entrySet())) {
            if (!wanted.contains(entry.getKey())
                    && entry.getValue().getNow(new Result.Absent()) instanceof Result.Here here) {
                files.remove(entry.getKey());
                try {
                    Files.deleteIfExists(here.file());
                } catch (IOException _) {
                    // The next start clears the folder.
                }
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
