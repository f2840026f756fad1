package io.matriarch.backup.door;

import io.matriarch.backup.ArchiveHealth;
import io.matriarch.backup.Fetched;
import io.matriarch.backup.Shipped;
import io.matriarch.backup.WalArchive;
import io.matriarch.cluster.Moment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers what PostgreSQL's commands ask, each within a deadline. */
final class WalDesk implements AutoCloseable {

    /** A server that shuts down waits for its archiver: what is not stored by then goes on here. */
    private static final Duration SHIP = Duration.ofSeconds(5);

    /** The heir waits for the end of the shutdown: what is not stored by then is the heir's. */
    private static final Duration SHIP_AT_THE_END = Duration.ofMillis(200);

    /** A promotion waits for the last question of a standby. */
    private static final Duration STANDBY = Duration.ofSeconds(2);

    /** After a failure, until one succeeds again. */
    private static final Duration STANDBY_IN_TROUBLE = Duration.ofMillis(100);

    private static final Duration TROUBLE = Duration.ofSeconds(10);

    private static final Duration RECOVERY_TRY = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final WalArchive archive;
    private final ArchiveHealth health;
    private final Supplier<Moment> clock;
    private final Duration recovery;
    private final BooleanSupplier stopping;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<@Nullable Moment> failed = new AtomicReference<>();

    /**
     * @param stopping whether PostgreSQL is being shut down, so that nobody may wait for its
     *     archiver
     * @param recovery for how long a recovery's question is tried before it is given up
     */
    WalDesk(
            WalArchive archive,
            ArchiveHealth health,
            Supplier<Moment> clock,
            BooleanSupplier stopping,
            Duration recovery) {
        this.archive = archive;
        this.health = health;
        this.clock = clock;
        this.recovery = recovery;
        this.stopping = stopping;
    }

    Reply answer(Question question) throws InterruptedException {
        return switch (question) {
            case Question.Push push -> push(push);
            case Question.Fetch fetch -> fetch.standby() ? standby(fetch) : recovery(fetch);
        };
    }

    private Reply push(Question.Push push) {
        boolean ending = stopping.getAsBoolean();
        Duration within = ending ? SHIP_AT_THE_END : SHIP;
        Shipped result =
                CompletableFuture.supplyAsync(() -> archive.ship(push.file()), threads)
                        .completeOnTimeout(
                                new Shipped.Failed(
                                        "%s was not stored within %d ms; it goes on"
                                                .formatted(
                                                        push.file().getFileName(),
                                                        within.toMillis())),
                                within.toMillis(),
                                TimeUnit.MILLISECONDS)
                        .exceptionally(e -> new Shipped.Failed(String.valueOf(e.getMessage())))
                        .join();
        health.saw(result);
        return switch (result) {
            case Shipped.Stored _ -> new Reply(Reply.DONE, "");
            case Shipped.Failed(var why) -> new Reply(ending ? Reply.ENOUGH : Reply.NO, why);
            case Shipped.Refused(var why) -> new Reply(ending ? Reply.ENOUGH : Reply.NO, why);
        };
    }

    /**
     * On a standby no answer ends recovery: it asks its upstream next, and then again here. An
     * answer above 125 would shut it down instead, and a late one would hold up its promotion.
     */
    private Reply standby(Question.Fetch fetch) {
        Moment before = failed.get();
        boolean trouble = before != null && clock.get().since(before).compareTo(TROUBLE) < 0;
        Duration within = trouble ? STANDBY_IN_TROUBLE : STANDBY;
        return switch (archive.fetch(fetch.name(), fetch.target(), within)) {
            case Fetched.Written _ -> {
                failed.set(null);
                yield new Reply(Reply.DONE, "");
            }
            case Fetched.Absent _ -> {
                failed.set(null);
                yield new Reply(Reply.NO, "");
            }
            case Fetched.Failed(var why) -> {
                failed.set(clock.get());
                yield new Reply(Reply.NO, why);
            }
        };
    }

    /** Anywhere else "absent" is the end of the log, so that it must be known, not supposed. */
    private Reply recovery(Question.Fetch fetch) throws InterruptedException {
        Moment end = clock.get().plus(recovery);
        while (true) {
            switch (archive.fetch(fetch.name(), fetch.target(), RECOVERY_TRY)) {
                case Fetched.Written _ -> {
                    return new Reply(Reply.DONE, "");
                }
                case Fetched.Absent _ -> {
                    return new Reply(Reply.NO, "");
                }
                case Fetched.Failed(var why) -> {
                    if (!clock.get().plus(PAUSE).isBefore(end)) {
                        return new Reply(Reply.UNKNOWN, why);
                    }
                }
            }
            Thread.sleep(PAUSE);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
