package io.matriarch.agent;

import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.RemoteView;
import java.time.Duration;
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

    void schedule(NodeSettings settings, Moment now) {
        if (settings.standbyOf().isEmpty()) {
            known.remote = RemoteView.UNKNOWN;
            return;
        }
        Moment last = askedAt;
        if (!running && (last == null || now.reached(last.plus(EVERY)))) {
            running = true;
            askedAt = now;
            effects.start(new Effect.AskRemote(settings.standbyOf().get()));
        }
    }

    void ended(RemoteView view) {
        running = false;
        known.remote = view;
    }
}
