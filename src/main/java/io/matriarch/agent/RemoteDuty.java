package io.matriarch.agent;

import io.matriarch.cluster.ArchiveView;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.StandbyOf;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the cluster that this one follows where its leader is. */
final class RemoteDuty {

    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Known known;
    private final Effects effects;
    private boolean running;
    private @Nullable Moment askedAt;

    RemoteDuty(Known known, Effects effects) {
        this.known = known;
        this.effects = effects;
    }

    /**
     * @param fed whose archive this server takes its log from, also when nobody is followed any
     *     more
     */
    void schedule(NodeSettings settings, Optional<StandbyOf> fed, Moment now) {
        Optional<StandbyOf> other = settings.standbyOf().or(() -> fed);
        if (other.isEmpty()) {
            known.remote = RemoteView.UNKNOWN;
            return;
        }
        boolean reads = other.get().hasArchive();
        if (reads != known.remote.archive().isPresent()) {
            known.remote =
                    known.remote.with(reads ? Optional.of(ArchiveView.UNASKED) : Optional.empty());
        }
        Moment last = askedAt;
        if (!running && (last == null || now.reached(last.plus(EVERY)))) {
            running = true;
            askedAt = now;
            effects.start(new Effect.AskRemote(other.get()));
        }
    }

    void ended(RemoteView view) {
        running = false;
        known.remote = view;
    }
}
