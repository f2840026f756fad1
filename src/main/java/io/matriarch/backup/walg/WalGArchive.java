package io.matriarch.backup.walg;

import io.matriarch.backup.Fetched;
import io.matriarch.backup.Placement;
import io.matriarch.backup.Shipped;
import io.matriarch.backup.WalArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** The write-ahead log through wal-g: for stores, deltas and encryption that only it knows. */
public final class WalGArchive implements WalArchive {

    /** sysexits' EX_IOERR: wal-g says so when a file is not in the archive, and only then. */
    private static final int ABSENT = 74;

    private static final Duration PUSH = Duration.ofSeconds(60);

    /** A standby waits for two seconds, and asks again: what it began goes on meanwhile. */
    private static final Duration FETCH = Duration.ofMinutes(10);

    /** How a fetch ended: where the file is, or what there is to say. */
    private sealed interface Result {

        record Here(Path file) implements Result {}

        record Not(Fetched answer) implements Result {}
    }

    private final WalGProgram program;
    private final BooleanSupplier leads;
    private final Path folder;
    private final UnderWay<Shipped> pushes = new UnderWay<>(_ -> false, _ -> {});
    private final UnderWay<Result> fetches =
            new UnderWay<>(Result.Here.class::isInstance, WalGArchive::drop);

    /**
     * @param leads whether this node holds the lease at this instant
     * @param folder for files under way; emptied
     */
    public WalGArchive(WalGProgram program, BooleanSupplier leads, Path folder) throws IOException {
        this.program = program;
        this.leads = leads;
        this.folder = folder.resolve("wal-fetch");
        Placement.emptied(this.folder);
    }

    @Override
    public Shipped ship(Path file) {
        return leads.getAsBoolean()
                ? pushes.begin(file.toString(), () -> push(file)).join()
                : new Shipped.Failed(
                        "this node does not hold the lease, only a leader ships its log");
    }

    private Shipped push(Path file) {
        try {
            var ended = program.run(PUSH, "wal-push", file.toString());
            return ended.exit() == 0
                    ? new Shipped.Stored()
                    : new Shipped.Failed(
                            "wal-g wal-push ended with %d: %s"
                                    .formatted(ended.exit(), ended.lastLine()));
        } catch (IOException e) {
            return new Shipped.Failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Shipped.Failed("wal-g wal-push was interrupted");
        }
    }

    /** It cannot be asked cheaply what it has. */
    @Override
    public Shipped fillGaps(Path walFolder) {
        return new Shipped.Stored();
    }

    @Override
    public Fetched fetch(String name, Path target, Duration within) {
        if (!name.matches("[0-9A-F.a-z]+")) {
            return new Fetched.Failed("\"" + name + "\" is no file of the write-ahead log");
        }
        try {
            return switch (fetches.begin(name, () -> fetched(name))
                    .get(within.toMillis(), TimeUnit.MILLISECONDS)) {
                case Result.Here(var file) -> placed(name, file, target);
                case Result.Not(var answer) -> answer;
            };
        } catch (TimeoutException _) {
            return new Fetched.Failed(
                    "%s has not come within %d ms; it goes on".formatted(name, within.toMillis()));
        } catch (ExecutionException | IOException e) {
            return new Fetched.Failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Fetched.Failed("interrupted while fetching " + name);
        }
    }

    private Fetched placed(String name, Path file, Path target) throws IOException {
        try {
            Placement.move(file, target);
            return new Fetched.Written();
        } finally {
            fetches.taken(name);
        }
    }

    /** Not straight to the target: wal-g may be killed while it writes. */
    private Result fetched(String name) {
        Path part = folder.resolve(name + ".part");
        try {
            var ended = program.run(FETCH, "wal-fetch", name, part.toString());
            if (ended.exit() == ABSENT) {
                return new Result.Not(new Fetched.Absent());
            }
            if (ended.exit() != 0 || !Files.exists(part)) {
                return failed(
                        "wal-g wal-fetch ended with %d: %s"
                                .formatted(ended.exit(), ended.lastLine()));
            }
            Placement.sync(part);
            return new Result.Here(
                    Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE));
        } catch (IOException e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return failed("wal-g wal-fetch was interrupted");
        } finally {
            remove(part);
        }
    }

    private static void drop(Result result) {
        if (result instanceof Result.Here(var file)) {
            remove(file);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // The next start clears the folder.
        }
    }

    private static Result failed(String why) {
        return new Result.Not(new Fetched.Failed(why));
    }

    @Override
    public void close() {
        pushes.close();
        fetches.close();
    }
}
