package io.matriarch.cluster;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The cluster that this one follows, as it answered last.
 *
 * @param writer the server that takes writes there; empty when none is known to
 * @param reader one that answers and only replays
 * @param checkpointed the writer has checkpointed since its promotion
 * @param systemId of its data
 * @param trouble why a server did not answer; empty when all did
 * @param receivers the standbys there that answer
 * @param archive how this server fares with its archive; empty when it takes no log from there
 */
public record RemoteView(
        Optional<Upstream> writer,
        Optional<Upstream> reader,
        boolean checkpointed,
        SystemId systemId,
        String trouble,
        List<Receiver> receivers,
        Optional<ArchiveView> archive) {

    /**
     * A standby, on {@code timeline}.
     *
     * @param received all that it has, replayed or not
     * @param streams from somebody
     */
    public record Receiver(Upstream at, Timeline timeline, Lsn received, boolean streams) {

        /** Nothing of a log up to {@code position} of that timeline is missing here. */
        public boolean hasAll(Timeline ofLog, Lsn position) {
            return !ofLog.isAfter(timeline) && !position.isAfter(received);
        }

        /** It has log that one lacks who has got to {@code position} of that timeline. */
        public boolean isAhead(Timeline ofLog, Lsn position) {
            return timeline.isAfter(ofLog)
                    || (timeline.equals(ofLog) && received.isAfter(position));
        }
    }

    /** The standby there that has most: the newest timeline counts first. */
    public Optional<Receiver> furthest() {
        return receivers.stream()
                .max(Comparator.comparing(Receiver::timeline).thenComparing(Receiver::received));
    }

    /** Of a cluster whose standbys say nothing of what they have. */
    public RemoteView(
            Optional<Upstream> writer,
            Optional<Upstream> reader,
            boolean checkpointed,
            SystemId systemId,
            String trouble) {
        this(writer, reader, checkpointed, systemId, trouble, List.of(), Optional.empty());
    }

    /** The same with this of its archive. */
    public RemoteView with(Optional<ArchiveView> seen) {
        return new RemoteView(writer, reader, checkpointed, systemId, trouble, receivers, seen);
    }

    public static final RemoteView UNKNOWN =
            new RemoteView(
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    SystemId.NONE,
                    "it has not been asked yet");

    /** Its servers have been asked since this agent began. */
    public boolean known() {
        return !trouble.equals(UNKNOWN.trouble);
    }

    /** A former primary may be rewound from it (S11). */
    public Optional<Upstream> settledWriter() {
        return writer.filter(_ -> checkpointed);
    }
}
