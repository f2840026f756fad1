package io.matriarch.agent;

import io.matriarch.cluster.ConfigDocument;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Tenure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The document of a cluster that has none, because it is new or because somebody deleted it: its
 * leader writes what it goes by.
 */
final class ConfigDuty {

    private final Known known;
    private final Effects effects;
    private @Nullable Moment tried;
    private boolean writing;

    ConfigDuty(Known known, Effects effects) {
        this.known = known;
        this.effects = effects;
    }

    void ended() {
        writing = false;
        known.storeAsked = null;
    }

    void schedule(SharedSettings shared, Tenure tenure, Moment now) {
        Optional<ConfigDocument> missing = shared.missing();
        boolean rested = tried == null || now.reached(tried.plus(known.settings.timers().beat()));
        if (missing.isPresent() && !writing && rested && leads(tenure, now)) {
            writing = true;
            tried = now;
            effects.start(new Effect.PutConfig(missing.get(), 0));
        }
    }

    /** Before there is data nobody knows whether this will be a cluster. */
    private boolean leads(Tenure tenure, Moment now) {
        return tenure instanceof Tenure.Held held
                && held.validAt(now)
                && known.store
                        .seen()
                        .flatMap(v -> v.lease())
                        .map(LeaseView::systemId)
                        .filter(id -> id.isKnown())
                        .isPresent();
    }
}
