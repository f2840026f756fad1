package io.matriarch.agent;

import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Notice;
import io.matriarch.host.Clock;
import io.matriarch.host.Group;
import io.matriarch.host.Notices;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Asks the machine's host and its group how long it will be there. What nobody answers stays as it
 * was: a notice is taken back by an answer only.
 */
public final class MachineWatch {

    private static final Duration EVERY = Duration.ofSeconds(5);

    /** The group changes its mind seldom, and counts the questions of all machines together. */
    private static final int STANDING_EACH = 12;

    private static final System.Logger LOG = System.getLogger("matriarch");

    private final Notices notices;
    private final Group group;
    private final Clock clock;
    private final Inbox inbox;
    private Optional<Notices.Announcement> last = Optional.empty();
    private String noticeTrouble = "";
    private String groupTrouble = "";
    private int rounds;

    public MachineWatch(Notices notices, Group group, Clock clock, Inbox inbox) {
        this.notices = notices;
        this.group = group;
        this.clock = clock;
        this.inbox = inbox;
    }

    /** On a thread of its own, until it is interrupted. */
    public void run() {
        try {
            while (true) {
                round();
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    void round() {
        try {
            Optional<Notices.Announcement> now = notices.gravest();
            say(now);
            inbox.put(new Event.Noticed(now.map(this::notice)));
            noticeTrouble = "";
        } catch (IOException e) {
            noticeTrouble = warn(noticeTrouble, e);
        }
        if (rounds++ % STANDING_EACH == 0) {
            standing();
        }
    }

    private void standing() {
        try {
            inbox.put(new Event.StandingSeen(group.standing()));
            groupTrouble = "";
        } catch (IOException e) {
            groupTrouble = warn(groupTrouble, e);
        }
    }

    private void say(Optional<Notices.Announcement> now) {
        if (now.isEmpty() && last.isPresent()) {
            LOG.log(System.Logger.Level.INFO, "taken back: " + words(last.get()));
        }
        last = now;
    }

    private static String warn(String before, IOException e) {
        String line = String.valueOf(e.getMessage());
        if (!line.equals(before)) {
            LOG.log(System.Logger.Level.WARNING, line);
        }
        return line;
    }

    /** The host's time becomes a moment of this node's own clock, anew each time. */
    private Notice notice(Notices.Announcement announced) {
        Moment now = clock.now();
        Instant wall = Instant.ofEpochMilli(clock.wallMillis());
        return new Notice(
                announced.kind(),
                now.plus(Duration.between(wall, announced.at())),
                words(announced));
    }

    private static String words(Notices.Announcement announced) {
        return announced.what() + " at " + announced.at().truncatedTo(ChronoUnit.SECONDS);
    }
}
