package io.matriarch.backup.s3.wal;

import io.matriarch.backup.Shipped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Ships what PostgreSQL asks for, and meanwhile the files behind it that wait as well, so that its
 * next questions are answered at once.
 */
final class Shipper implements AutoCloseable {

    private static final int PARALLEL = 4;
    private static final int REMEMBERED = 4096;
    private static final String READY = ".ready";

    /** What a file was when it was shipped: a name alone may come back with other content. */
    private record Stamp(long size, FileTime modified) {
        static Stamp of(Path file) throws IOException {
            return new Stamp(Files.size(file), Files.getLastModifiedTime(file));
        }
    }

    private final Shipping shipping;
    private final BooleanSupplier leads;

    /** Not virtual ones: compressing never yields, and the agent's looks would wait behind it. */
    private final ExecutorService threads =
            Executors.newFixedThreadPool(
                    PARALLEL, Thread.ofPlatform().daemon().name("matriarch-ship-", 0).factory());

    private final Map<String, CompletableFuture<Shipped>> underWay = new LinkedHashMap<>();
    private final Map<String, Stamp> shipped =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Stamp> eldest) {
                    return size() > REMEMBERED;
                }
            };

    Shipper(Shipping shipping, BooleanSupplier leads) {
        this.shipping = shipping;
        this.leads = leads;
    }

    Shipped ship(Path file) {
        Optional<WalFile> wal = WalFile.of(String.valueOf(file.getFileName()));
        if (wal.isEmpty()) {
            return new Shipped.Refused(file + " is no file of the write-ahead log");
        }
        if (!leads.getAsBoolean()) {
            forget();
            return new Shipped.Failed(Shipping.NO_LEASE);
        }
        Optional<CompletableFuture<Shipped>> running = begin(wal.get(), file);
        ahead(folderOf(file));
        return running.isEmpty() ? new Shipped.Stored() : running.get().join();
    }

    private static Path folderOf(Path file) {
        return file.toAbsolutePath().resolveSibling("");
    }

    /** Empty when it is known to be in the archive. */
    private synchronized Optional<CompletableFuture<Shipped>> begin(WalFile wal, Path file) {
        CompletableFuture<Shipped> running = underWay.get(wal.name());
        if (running != null) {
            return Optional.of(running);
        }
        if (isKnown(wal, file)) {
            return Optional.empty();
        }
        var begun = CompletableFuture.supplyAsync(() -> run(wal, file), threads);
        underWay.put(wal.name(), begun);
        begun.whenComplete((_, _) -> ended(wal, folderOf(file), begun));
        return Optional.of(begun);
    }

    private Shipped run(WalFile wal, Path file) {
        try {
            Stamp before = Stamp.of(file);
            Shipped result = shipping.ship(wal, file);
            if (result instanceof Shipped.Stored) {
                remember(wal, before);
            }
            return result;
        } catch (IOException e) {
            return new Shipped.Failed(e.toString());
        } catch (RuntimeException e) {
            return new Shipped.Failed("shipping %s failed: %s".formatted(wal.name(), e));
        }
    }

    private void ended(WalFile wal, Path folder, CompletableFuture<Shipped> begun) {
        synchronized (this) {
            underWay.remove(wal.name());
        }
        if (begun.getNow(new Shipped.Failed("")) instanceof Shipped.Stored) {
            ahead(folder);
        }
    }

    /** The oldest that wait, up to as many as may run at once. */
    private void ahead(Path folder) {
        if (!leads.getAsBoolean()) {
            return;
        }
        for (WalFile wal : waiting(folder)) {
            synchronized (this) {
                if (underWay.size() >= PARALLEL) {
                    return;
                }
                Path file = folder.resolve(wal.name());
                if (!underWay.containsKey(wal.name()) && Files.exists(file)) {
                    var _ = begin(wal, file);
                }
            }
        }
    }

    /** The files that PostgreSQL wants shipped, the oldest first. */
    static List<WalFile> waiting(Path walFolder) {
        Path status = walFolder.resolve("archive_status");
        try (Stream<Path> files = Files.list(status)) {
            return new ArrayList<>(
                    files.map(f -> f.getFileName().toString())
                            .filter(name -> name.endsWith(READY))
                            .map(name -> name.substring(0, name.length() - READY.length()))
                            .sorted()
                            .flatMap(name -> WalFile.of(name).stream())
                            .toList());
        } catch (IOException _) {
            return List.of();
        }
    }

    private synchronized boolean isKnown(WalFile wal, Path file) {
        try {
            return Stamp.of(file).equals(shipped.get(wal.name()));
        } catch (IOException _) {
            return false;
        }
    }

    private synchronized void remember(WalFile wal, Stamp stamp) {
        shipped.put(wal.name(), stamp);
    }

    private synchronized void forget() {
        shipped.clear();
        shipping.forget();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
