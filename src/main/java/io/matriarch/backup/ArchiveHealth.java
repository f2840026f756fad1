package io.matriarch.backup;

import io.matriarch.cluster.Moment;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the shipping of the write-ahead log fares, for people. Any thread may tell and ask. */
public final class ArchiveHealth {

    /** So many segments wait under load as well; with no word of any shipping it is a finding. */
    private static final int MANY = 4;

    private static final Duration SILENCE = Duration.ofSeconds(60);

    /**
     * @param stored how many files were stored since the agent's start
     * @param failed how many attempts failed since then
     * @param waiting how many files PostgreSQL wants shipped now
     * @param trouble what is wrong, in words; empty when nothing is
     */
    public record View(long stored, long failed, int waiting, Optional<String> trouble) {}

    private final Supplier<Moment> clock;
    private long stored;
    private long failed;
    private @Nullable Moment lastWord;
    private @Nullable Moment failingSince;
    private String why = "";
    private Optional<String> gap = Optional.empty();

    public ArchiveHealth(Supplier<Moment> clock) {
        this.clock = clock;
        this.lastWord = clock.get();
    }

    /** Takes in how one shipping ended. */
    public synchronized void saw(Shipped result) {
        Moment now = clock.get();
        lastWord = now;
        switch (result) {
            case Shipped.Stored _ -> {
                stored++;
                failingSince = null;
            }
            case Shipped.Failed(var line) -> failed(line, now);
            case Shipped.Refused(var line) -> failed(line, now);
        }
    }

    /**
     * Takes in how the filling of gaps ended. What PostgreSQL ships meanwhile, and how that ends,
     * says nothing about it.
     */
    public synchronized void sawGaps(Shipped result) {
        gap =
                switch (result) {
                    case Shipped.Stored _ -> Optional.empty();
                    case Shipped.Failed(var line) -> Optional.of(line);
                    case Shipped.Refused(var line) -> Optional.of(line);
                };
        failed += gap.isPresent() ? 1 : 0;
    }

    private void failed(String line, Moment now) {
        failed++;
        why = line;
        if (failingSince == null) {
            failingSince = now;
        }
    }

    /** This node ships nothing: what failed before counts no more. */
    public synchronized void idle() {
        failingSince = null;
        gap = Optional.empty();
        lastWord = clock.get();
    }

    /**
     * @param waiting how many files PostgreSQL wants shipped now
     */
    public synchronized View view(int waiting) {
        return new View(stored, failed, waiting, trouble(waiting));
    }

    private Optional<String> trouble(int waiting) {
        Moment now = clock.get();
        String wait = waiting == 1 ? "1 file waits" : waiting + " files wait";
        if (failingSince != null) {
            return Optional.of(
                    "WAL archiving has failed for %d s: %s; %s"
                            .formatted(now.since(failingSince).toSeconds(), why, wait));
        }
        if (gap.isPresent()) {
            return gap.map(
                    "the archive lacks log that this node received as a standby: %s"::formatted);
        }
        boolean silent = lastWord != null && now.since(lastWord).compareTo(SILENCE) > 0;
        return waiting >= MANY && silent
                ? Optional.of(
                        "WAL is not archived: %s, and PostgreSQL's log says why".formatted(wait))
                : Optional.empty();
    }
}
