package io.matriarch.agent;

import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.history.Ledger;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows on this node's machine what its member is: when that changes, and again now and then. */
final class RoleDuty {

    private static final Duration NEWS = Duration.ofSeconds(5);
    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final Duration REPAIR = Duration.ofMinutes(10);
    private static final Set<String> SHOWN = Set.of("leader", "replica");

    private final Effects effects;
    private final Ledger ledger;
    private boolean running;
    private String shown = "";
    private String trouble = "";
    private @Nullable Moment askedAt;

    RoleDuty(Effects effects, Ledger ledger) {
        this.effects = effects;
        this.ledger = ledger;
    }

    /** Nothing is in a hurry here: it looks whenever the loop steps anyway. */
    void schedule(Member me, Moment now) {
        if (me.instance().isEmpty() || running || !SHOWN.contains(me.role())) {
            return;
        }
        Moment last = askedAt;
        if (last == null || now.reached(last.plus(pause(me)))) {
            running = true;
            askedAt = now;
            shown = me.role();
            effects.start(new Effect.ShowRole(me.role()));
        }
    }

    private Duration pause(Member me) {
        if (!trouble.isEmpty()) {
            return AGAIN;
        }
        return shown.equals(me.role()) ? REPAIR : NEWS;
    }

    void ended(Optional<String> why) {
        running = false;
        String now = why.orElse("");
        if (!now.isEmpty() && !now.equals(trouble)) {
            ledger.warn("the tags of this machine do not show its role: " + now);
        }
        trouble = now;
    }
}
