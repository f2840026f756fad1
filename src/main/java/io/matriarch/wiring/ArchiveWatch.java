package io.matriarch.wiring;

import io.matriarch.backup.ArchiveHealth;
import io.matriarch.backup.Shipped;
import io.matriarch.backup.WalArchive;
import io.matriarch.cluster.Moment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Looks every few seconds how the archive of the log fares. Once for each time that this node
 * leads, when its promotion has ended, it has the archive's gaps filled and the segment ended: one
 * in which two timelines ended can be streamed to nobody, so that its newest version has to be in
 * the archive soon.
 */
final class ArchiveWatch implements Runnable {

    private static final System.Logger LOG = System.getLogger("matriarch");
    private static final Duration BEAT = Duration.ofSeconds(2);

    /** Whatever stands in the way may stand there for long, and comparing reads whole objects. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Path dataDir;
    private final WalArchive archive;
    private final BooleanSupplier leads;
    private final BooleanSupplier switchWal;
    private final ArchiveHealth health;
    private final Supplier<Moment> clock;
    private final Consumer<ArchiveHealth.View> tell;
    private boolean whole;
    private boolean ended;
    private Duration pause = BEAT;
    private Moment again;
    private String said = "";

    /**
     * @param leads whether this node holds the lease at this instant
     * @param switchWal ends the segment of a server that has begun to lead; whether that is done
     * @param tell takes in how the archive fares
     */
    ArchiveWatch(
            Path dataDir,
            WalArchive archive,
            BooleanSupplier leads,
            BooleanSupplier switchWal,
            ArchiveHealth health,
            Supplier<Moment> clock,
            Consumer<ArchiveHealth.View> tell) {
        this.dataDir = dataDir;
        this.archive = archive;
        this.leads = leads;
        this.switchWal = switchWal;
        this.health = health;
        this.clock = clock;
        this.tell = tell;
        this.again = clock.get();
    }

    /** Until it is interrupted. */
    @Override
    public void run() {
        try {
            while (true) {
                try {
                    look();
                } catch (RuntimeException e) {
                    // Without this thread nobody would hear of the archive any more.
                    say("the archive cannot be watched: " + e);
                }
                Thread.sleep(BEAT);
            }
        } catch (InterruptedException _) {
            // The agent ends.
        }
    }

    void look() {
        int waiting = 0;
        if (!leads.getAsBoolean()) {
            health.idle();
            begin();
        } else {
            waiting = waiting();
            boolean founded = Files.isDirectory(dataDir.resolve("pg_wal"));
            if (founded && !Files.exists(dataDir.resolve("standby.signal"))) {
                lead();
            }
        }
        tell.accept(health.view(waiting));
    }

    private void begin() {
        whole = false;
        ended = false;
        pause = BEAT;
        again = clock.get();
        said = "";
    }

    private void lead() {
        if (!whole && !clock.get().isBefore(again)) {
            fill();
        }
        if (!ended) {
            ended = switchWal.getAsBoolean();
        }
    }

    private void fill() {
        Shipped result = archive.fillGaps(dataDir.resolve("pg_wal"));
        health.sawGaps(result);
        switch (result) {
            case Shipped.Stored _ -> whole = true;
            case Shipped.Failed(var why) -> later(why);
            case Shipped.Refused(var why) -> later(why);
        }
    }

    private void later(String why) {
        say("the archive lacks log that this node received as a standby: " + why);
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        again = clock.get().plus(pause);
    }

    private void say(String line) {
        if (!line.equals(said)) {
            LOG.log(System.Logger.Level.WARNING, line);
        }
        said = line;
    }

    private int waiting() {
        try (Stream<Path> files = Files.list(dataDir.resolve("pg_wal/archive_status"))) {
            return (int) files.filter(f -> f.toString().endsWith(".ready")).count();
        } catch (IOException | UncheckedIOException _) {
            return 0;
        }
    }
}
