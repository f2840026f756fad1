package io.matriarch.agent;

import io.matriarch.cluster.ClusterSettings;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.ServerSettings;
import io.matriarch.cluster.Tenure;
import io.matriarch.history.Ledger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's own part of the document: rendered again when it changes. Beside the jobs, because
 * nothing waits for it but the first synchronous commit.
 */
final class ServerDuty {

    private final Known known;
    private final Effects effects;
    private final Ledger ledger;
    private ServerSettings server;
    private Replication.Mode mode;
    private @Nullable Moment tried;
    private boolean configuring;
    private String trouble = "";

    /**
     * @param begun what the files say from the start
     */
    ServerDuty(Known known, Effects effects, Ledger ledger, ClusterSettings begun) {
        this.known = known;
        this.effects = effects;
        this.ledger = ledger;
        this.server = begun.server();
        this.mode = begun.replication().mode();
    }

    void ended(Event.Configured event) {
        configuring = false;
        if (event.trouble().isEmpty()) {
            server = event.asked().server();
            mode = event.asked().mode();
            ledger.machine("PostgreSQL's configuration follows the cluster's: " + event.said());
            known.lookAsked = null;
            trouble = "";
        } else if (!event.trouble().get().equals(trouble)) {
            trouble = event.trouble().get();
            ledger.warn("PostgreSQL's configuration stays as it was: " + trouble);
        }
    }

    void schedule(ClusterSettings wanted, Tenure tenure, Moment now) {
        Replication.Mode next = rendered(wanted.replication().mode(), tenure);
        boolean same = wanted.server().equals(server) && next == mode;
        boolean rested = tried == null || now.reached(tried.plus(known.settings.timers().beat()));
        if (!same && !configuring && rested) {
            configuring = true;
            tried = now;
            effects.start(new Effect.Configure(wanted.server(), next));
        }
    }

    /**
     * A crash must not be repaired by PostgreSQL itself while a standby is counted on (S9): its
     * configuration says so until nobody is.
     */
    private Replication.Mode rendered(Replication.Mode wanted, Tenure tenure) {
        boolean counted =
                tenure instanceof Tenure.Held held && !held.lease().sync().names().isEmpty();
        return wanted == Replication.Mode.ASYNC && counted ? mode : wanted;
    }

    /** The same, from the other side: nobody is counted on before the configuration says so. */
    Replication effective(Replication wanted) {
        return wanted.waits() && mode == Replication.Mode.ASYNC ? Replication.ASYNC : wanted;
    }

    Optional<String> trouble() {
        return Optional.of(trouble)
                .filter(t -> !t.isEmpty())
                .map(t -> "PostgreSQL's configuration stays as it was: " + t);
    }
}
