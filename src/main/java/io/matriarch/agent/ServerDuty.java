package io.matriarch.agent;

import io.matriarch.cluster.ClusterSettings;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.ServerSettings;
import io.matriarch.cluster.Tenure;
import io.matriarch.history.Ledger;
import io.matriarch.postgres.Reconfigured;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's own part of the document: rendered again when it changes. Beside the jobs, because
 * nothing waits for it but the first synchronous commit.
 */
final class ServerDuty {

    /** What it lacked may be there by then, such as the package of a library. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Known known;
    private final Effects effects;
    private final Ledger ledger;
    private ServerSettings server;
    private Replication.Mode mode;

    /** The mode is the careful one of an agent that has read no document yet. */
    private boolean assumed;

    private @Nullable Moment tried;

    /** While PostgreSQL is being configured: what it may go by already. */
    private Replication.@Nullable Mode next;

    private boolean partly;
    private String trouble = "";

    /**
     * @param begun what the files say from the start
     */
    ServerDuty(Known known, Effects effects, Ledger ledger, ClusterSettings begun) {
        this.known = known;
        this.effects = effects;
        this.ledger = ledger;
        this.server = begun.server();
        this.mode = begun.replication().mode().untilKnown();
        this.assumed = mode != begun.replication().mode();
    }

    void ended(Event.Configured event) {
        next = null;
        switch (event.how()) {
            case Reconfigured.Follows(var said) -> {
                taken(event.asked(), said, partly);
                troubled("");
            }
            case Reconfigured.Partly(var said, var but) -> {
                taken(event.asked(), said, false);
                troubled(
                        "PostgreSQL does not follow the whole configuration of the cluster: "
                                + but);
            }
            case Reconfigured.Stays(var why) ->
                    troubled("PostgreSQL's configuration stays as it was: " + why);
        }
        partly = event.how() instanceof Reconfigured.Partly;
    }

    private void taken(Effect.Configure asked, String said, boolean news) {
        boolean otherMode = asked.mode() != mode && !assumed;
        if (news || !asked.server().equals(server) || otherMode) {
            ledger.machine("PostgreSQL's configuration follows the cluster's: " + said);
        }
        server = asked.server();
        mode = asked.mode();
        assumed = false;
        known.lookAsked = null;
    }

    private void troubled(String sentence) {
        if (!sentence.isEmpty() && !sentence.equals(trouble)) {
            ledger.warn(sentence);
        }
        trouble = sentence;
    }

    /**
     * @param asked the mode to go by, whatever the document says
     */
    void schedule(ClusterSettings wanted, Replication.Mode asked, Tenure tenure, Moment now) {
        Replication.Mode right = rendered(asked, tenure);
        boolean same = wanted.server().equals(server) && right == mode;
        Duration rest = same ? AGAIN : known.settings.timers().beat();
        boolean rested = tried == null || now.reached(tried.plus(rest));
        if ((!same || partly) && next == null && rested) {
            tried = now;
            next = right;
            effects.start(new Effect.Configure(wanted.server(), right));
        }
    }

    /**
     * A crash must not be repaired by PostgreSQL itself while a standby is counted on (S9): its
     * configuration says so until nobody is.
     */
    private Replication.Mode rendered(Replication.Mode wanted, Tenure tenure) {
        // An attempt without an answer may name somebody, whatever the confirmed one says.
        boolean held =
                tenure instanceof Tenure.Held h
                        && (!h.lease().sync().isEmpty()
                                || known.told.stream().anyMatch(set -> !set.isEmpty()));
        // An agent that starts anew holds it only when it has renewed it, and is bound before.
        boolean named =
                Optional.ofNullable(known.lastStore)
                        .flatMap(ClusterView::lease)
                        .filter(l -> l.holder().equals(known.settings.self()))
                        .filter(l -> !l.sync().isEmpty())
                        .isPresent();
        boolean counted = held || named;
        return wanted == Replication.Mode.ASYNC && counted ? mode : wanted;
    }

    /** The same, from the other side: nobody is counted on before the configuration says so. */
    Replication effective(Replication wanted) {
        boolean loose = mode == Replication.Mode.ASYNC || next == Replication.Mode.ASYNC;
        return wanted.waits() && loose ? Replication.ASYNC : wanted;
    }

    Optional<String> trouble() {
        return Optional.of(trouble).filter(t -> !t.isEmpty());
    }
}
