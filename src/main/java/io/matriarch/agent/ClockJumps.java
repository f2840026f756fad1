package io.matriarch.agent;

import io.matriarch.cluster.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Notices that the wall clock and the monotonic clock disagree about how much time went by. */
final class ClockJumps {

    /** Clocks that are slewed drift by far less between two steps. */
    private static final Duration TOLERATED = Duration.ofSeconds(1);

    private @Nullable Moment lastNow;
    private long lastWall;

    boolean seen(Moment now, long wallMillis) {
        Moment before = lastNow;
        boolean jumped =
                before != null
                        && Math.abs(wallMillis - lastWall - now.since(before).toMillis())
                                > TOLERATED.toMillis();
        lastNow = now;
        lastWall = wallMillis;
        return jumped;
    }
}
