package io.matriarch.cluster;

import java.util.Optional;

/**
 * The cluster that this one follows, as it answered last.
 *
 * @param writer the server that takes writes there; empty when none is known to
 * @param reader one that answers and only replays
 * @param checkpointed the writer has checkpointed since its promotion
 * @param systemId of its data
 * @param trouble why a server did not answer; empty when all did
 * @param asked how often this agent has asked so far: what it shows is as old as the last time
 */
public record RemoteView(
        Optional<Upstream> writer,
        Optional<Upstream> reader,
        boolean checkpointed,
        SystemId systemId,
        String trouble,
        int asked) {

    /** One answer. */
    public RemoteView(
            Optional<Upstream> writer,
            Optional<Upstream> reader,
            boolean checkpointed,
            SystemId systemId,
            String trouble) {
        this(writer, reader, checkpointed, systemId, trouble, 0);
    }

    /** The same as the answer after {@code before}. */
    public RemoteView after(RemoteView before) {
        return new RemoteView(writer, reader, checkpointed, systemId, trouble, before.asked() + 1);
    }

    public static final RemoteView UNKNOWN =
            new RemoteView(
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    SystemId.NONE,
                    "it has not been asked yet");

    /** A former primary may be rewound from it (S11). */
    public Optional<Upstream> settledWriter() {
        return writer.filter(_ -> checkpointed);
    }
}
