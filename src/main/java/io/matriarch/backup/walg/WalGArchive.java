package io.matriarch.backup.walg;

import io.matriarch.backup.Fetched;
import io.matriarch.backup.Placement;
import io.matriarch.backup.Shipped;
import io.matriarch.backup.WalArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The write-ahead log through wal-g: for stores, deltas and encryption that only it knows. */
public final class WalGArchive implements WalArchive {

    /** sysexits' EX_IOERR: wal-g says so when a file is not in the archive, and only then. */
    private static final int ABSENT = 74;

    private static final Duration PUSH = Duration.ofSeconds(60);

    private final WalGProgram program;
    private final BooleanSupplier leads;
    private final Path folder;

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
        if (!leads.getAsBoolean()) {
            return new Shipped.Failed(
                    "this node does not hold the lease, only a leader ships its log");
        }
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
            Path part = Files.createTempDirectory(folder, "fetch").resolve(name);
            try {
                return fetch(name, part, target, within);
            } finally {
                Files.deleteIfExists(part);
                Files.deleteIfExists(part.getParent());
            }
        } catch (IOException e) {
            return new Fetched.Failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Fetched.Failed("wal-g wal-fetch was interrupted");
        }
    }

    /** Not straight to the target: wal-g may be killed while it writes. */
    private Fetched fetch(String name, Path part, Path target, Duration within)
            throws IOException, InterruptedException {
        var ended = program.run(within, "wal-fetch", name, part.toString());
        if (ended.exit() == ABSENT) {
            return new Fetched.Absent();
        }
        if (ended.exit() != 0 || !Files.exists(part)) {
            return new Fetched.Failed(
                    "wal-g wal-fetch ended with %d: %s".formatted(ended.exit(), ended.lastLine()));
        }
        Placement.sync(part);
        Placement.move(part, target);
        return new Fetched.Written();
    }

    @Override
    public void close() {}
}
