package io.matriarch.cluster;

import java.util.List;
import java.util.Optional;

/**
 * How this server fares with the archive of another cluster, from which it takes its log.
 *
 * @param trouble what went wrong last; empty in every other state
 * @param newest the newest timeline that the archive has told of; NONE when it told of none
 * @param forks where the timelines before that one ended, the oldest first
 */
public record ArchiveView(State state, String trouble, Timeline newest, List<Fork> forks) {

    /** What the archive answered last. */
    public enum State {
        /** The server has not asked it since this agent began. */
        UNASKED,
        /** There was more. */
        FETCHING,
        /** Several questions in a row found nothing more. */
        DRAINED,
        /** It did not answer, or not in time: nobody knows whether there is more. */
        TROUBLE
    }

    public static final ArchiveView UNASKED =
            new ArchiveView(State.UNASKED, "", Timeline.NONE, List.of());

    public ArchiveView {
        forks = List.copyOf(forks);
    }

    /** Where the archive's newest timeline left a log that went on; empty when it did not. */
    public Optional<Fork> parted(Timeline mine, Lsn position) {
        if (!newest.isAfter(mine)) {
            return Optional.empty();
        }
        Optional<Fork> own = forks.stream().filter(f -> f.parent().equals(mine)).findFirst();
        // A timeline that does not lead to the newest one began beside that.
        return own.isPresent()
                ? own.filter(f -> position.isAfter(f.switchPoint()))
                : forks.stream().filter(f -> mine.isAfter(f.parent())).reduce((_, last) -> last);
    }
}
