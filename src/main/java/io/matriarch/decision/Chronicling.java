package io.matriarch.decision;

import io.matriarch.cluster.Moment;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How the leader's timeline began goes to the history, however often that must be tried (S8). */
public final class Chronicling {

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private Chronicling() {}

    /** Beside whatever else is decided: no request and no hand-over waits for the history. */
    static List<Action> due(Observation seen, Memory memory) {
        boolean owed =
                seen.server().orElse(null) instanceof PostgresView.Primary mine
                        && mine.checkpointed()
                        && mine.timeline().isAfter(memory.chronicle().recorded());
        boolean rests = memory.chronicle().retryAt().filter(seen.now()::isBefore).isPresent();
        boolean may = !seen.recording() && !rests;
        return owed && may
                ? List.of(new Action.RecordFork(seen.server().orElseThrow().timeline()))
                : List.of();
    }

    /** Only what the store has confirmed counts as recorded. */
    public static Memory learn(Memory memory, Timeline timeline, boolean written, Moment now) {
        return written
                ? memory.recorded(timeline)
                : memory.chronicle(
                        new Memory.Chronicle(
                                memory.chronicle().recorded(), Optional.of(now.plus(PAUSE))));
    }
}
