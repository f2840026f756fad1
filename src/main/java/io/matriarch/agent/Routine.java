package io.matriarch.agent;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.LeaseTimers;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.Tags;
import io.matriarch.cluster.Tenure;
import io.matriarch.decision.Memory;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The readings that are due anyway: the store, PostgreSQL, the peers, this node's own entry. */
final class Routine {

    private static final Duration PEERS = Duration.ofMillis(300);
    private static final Duration EAGER = Duration.ofMillis(500);
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration AT_ONCE = Duration.ofMillis(10);
    private static final Duration HURRY = Duration.ofMillis(100);
    private static final Duration CARD_AT_LEAST = Duration.ofSeconds(10);

    private LeaseTimers timers;
    private Duration beat;
    private final Known known;
    private final Effects effects;
    private MemberCard card;
    private @Nullable Moment put;
    private @Nullable Member lastPut;
    private Sentence lastSaid = ControlLoop.STARTING;
    private Member current;

    Routine(Known known, Effects effects, MemberCard card) {
        this.timers = known.settings.timers();
        this.beat = timers.beat();
        this.known = known;
        this.effects = effects;
        this.card = card;
        this.current = card.member(known, false, ControlLoop.STARTING.text());
    }

    void tagged(Tags tags) {
        card = card.tagged(tags);
    }

    Member card() {
        return current;
    }

    /**
     * Starts what is due.
     *
     * @param atLeisure nobody waits for a fresh look
     * @return when something is due next
     */
    Moment schedule(Tenure tenure, Memory memory, boolean atLeisure, Sentence because, Moment now) {
        timers = known.settings.timers();
        beat = timers.beat();
        boolean leads = tenure.validAt(now);
        Optional<Moment> expiry = expiry(memory);
        Moment store = dueStore(now, leads);
        boolean soon = memory.awaitsStandby(SyncSet.named(known.told), now);
        Moment look = dueLook(now, atLeisure, soon ? HURRY : beat);
        Moment peers = duePeers(now, leads, expiry);
        Moment member = dueCard(now, leads, because);
        Moment next = store.min(look).min(peers).min(member).min(now.plus(beat));
        return ticks(tenure, memory, expiry, now).map(next::min).orElse(next);
    }

    private Moment dueStore(Moment now, boolean leads) {
        Duration every = leads ? beat : timers.watchEvery();
        Moment due = known.storeAsked == null ? now : known.storeAsked.plus(every);
        if (!known.reading && now.reached(due)) {
            known.reading = true;
            known.storeAsked = now;
            effects.start(new Effect.ReadStore());
            if (known.lastStore == null) {
                effects.start(new Effect.ReadHistory());
            }
            return now.plus(every);
        }
        return known.reading ? now.plus(every) : due;
    }

    private Moment dueLook(Moment now, boolean atLeisure, Duration every) {
        Moment last = known.lookAsked;
        Moment due = last == null || !atLeisure ? now : last.plus(every);
        if (!known.looking && now.reached(due)) {
            known.looking = true;
            known.lookAsked = now;
            effects.start(new Effect.Look());
            return now.plus(every);
        }
        return known.looking ? now.plus(beat) : due;
    }

    /** The leader knows its members; a follower asks when the lease is about to end. */
    private Moment duePeers(Moment now, boolean leads, Optional<Moment> expiry) {
        boolean racing = !leads && expiry.isPresent() && now.reached(expiry.get().minus(beat));
        Duration every = racing ? EAGER : beat.plus(beat);
        Moment due = known.peersAsked == null ? now : known.peersAsked.plus(every);
        if (!known.askingPeers && known.lastStore != null && now.reached(due)) {
            known.askingPeers = true;
            known.peersAsked = now;
            effects.start(new Effect.AskPeers(known.others(known.settings.self()), PEERS));
            return now.plus(every);
        }
        if (known.askingPeers || known.lastStore == null) {
            return now.plus(every);
        }
        return !leads && !racing ? expiry.map(e -> due.min(e.minus(beat))).orElse(due) : due;
    }

    private Moment dueCard(Moment now, boolean leads, Sentence because) {
        current = card.member(known, leads, because.text());
        boolean gone =
                known.lastStore != null
                        && !known.lastStore.members().containsKey(known.settings.self());
        boolean news =
                lastPut == null
                        || gone
                        || because.isNewsAfter(lastSaid)
                        || !MemberCard.sameState(current, lastPut);
        Moment due = put == null ? now : news ? put.plus(beat) : put.plus(CARD_AT_LEAST);
        if (now.reached(due) && known.lastStore != null) {
            put = now;
            lastPut = current;
            lastSaid = because;
            effects.start(new Effect.PutMember(current));
            return now.plus(beat);
        }
        return known.lastStore == null ? now.plus(beat) : due;
    }

    /** Instants that the decision itself depends on. */
    private Optional<Moment> ticks(
            Tenure tenure, Memory memory, Optional<Moment> expiry, Moment now) {
        Optional<Moment> next = expiry.filter(now::isBefore);
        if (tenure instanceof Tenure.Held held && held.validAt(now)) {
            Moment renewal = known.lastWrite == null ? now : known.lastWrite.plus(beat);
            Moment failsafe = held.confirmed().plus(timers.failsafeAfter());
            Moment soon = now.plus(SOON);
            next = Optional.of(renewal.max(soon).min(failsafe.max(soon)));
        }
        Moment retry = memory.trouble().retryAt();
        if (memory.trouble().failures() > 0 && now.isBefore(retry)) {
            next = Optional.of(next.map(retry::min).orElse(retry));
        }
        boolean handing = memory.handOver().isPresent() && known.job == null;
        return handing ? Optional.of(now.plus(AT_ONCE)) : next;
    }

    /** When the lease expires under this node's eyes if nothing moves until then. */
    private Optional<Moment> expiry(Memory memory) {
        if (!(known.store instanceof Reading.Seen<ClusterView>(var view, _))
                || view.lease().isEmpty()
                || memory.watch().isEmpty()) {
            return Optional.empty();
        }
        LeaseView lease = view.lease().get();
        Memory.Watch watch = memory.watch().get();
        return watch.epoch() == lease.epoch() && watch.beat() == lease.beat()
                ? Optional.of(watch.since().plus(lease.ttl()))
                : Optional.empty();
    }
}
