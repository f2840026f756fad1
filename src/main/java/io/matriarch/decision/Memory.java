package io.matriarch.decision;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Timeline;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What a round leaves to the next: immutable, returned, nowhere hidden. A restart forgets all of
 * it, and every rule holds from nothing.
 *
 * @param watch the (epoch, beat) that stands still
 * @param absentSince no lease item has been there since
 * @param blindSince the store has not been read since
 * @param promise this node stands by for a leader that cannot reach the store
 * @param handOver the switchover under way
 * @param trouble what went wrong with PostgreSQL of late
 * @param silentSince it has neither answered nor worked since
 * @param apartSince a standby that should stream has not since
 * @param replayed how far a standby that does not stream had come
 * @param yieldingSince another candidate was better and has not taken the lease since
 * @param slots whom slots were made for, and as what
 * @param fate what it knows of its own end
 * @param dataSeen a lease that this run has read named the cluster's data
 * @param answered the request that has had its answer
 * @param sync what is known of those whom commits wait for
 * @param chronicle what this node has written to the history
 * @param halt why PostgreSQL is down, as far as this run has seen
 * @param orders what it does for operators, and has answered
 * @param turns the restarts that standbys need by themselves
 */
public record Memory(
        Optional<Watch> watch,
        Optional<Moment> absentSince,
        Optional<Moment> blindSince,
        Optional<Promise> promise,
        Optional<HandOver> handOver,
        Trouble trouble,
        Optional<Moment> silentSince,
        Optional<Moment> apartSince,
        Lsn replayed,
        Optional<Moment> yieldingSince,
        Optional<Slots> slots,
        SyncMemory sync,
        Chronicle chronicle,
        Fate fate,
        boolean dataSeen,
        String answered,
        Halt halt,
        OrderMemory orders,
        TurnMemory turns) {

    /** Since when this (epoch, beat) has stood still, counted from after its first read (S1). */
    public record Watch(long epoch, long beat, Moment since) {}

    /** Until then this node neither takes the lease nor promotes (S5). */
    public record Promise(NodeName leader, long epoch, Moment until) {}

    /**
     * @param request absent when the agent itself is leaving
     * @param since the outage that it costs counts from here
     */
    public record HandOver(
            Optional<OperatorRequest> request, NodeName heir, Moment since, boolean flushed) {}

    /**
     * @param failures in a row
     * @param last the newest one, in words
     * @param retryAt not before
     * @param hangs how often a hung server was killed
     */
    public record Trouble(int failures, String last, Moment retryAt, int hangs, Moment hangAt) {
        static final Trouble NONE = new Trouble(0, "", new Moment(0), 0, new Moment(0));
    }

    public record Slots(boolean primary, Set<NodeName> members) {
        public Slots {
            members = Set.copyOf(members);
        }
    }

    /**
     * @param recorded the newest timeline whose beginning is in the history
     * @param retryAt after a write that failed, not before
     */
    public record Chronicle(Timeline recorded, Optional<Moment> retryAt) {
        static final Chronicle NONE = new Chronicle(Timeline.NONE, Optional.empty());
    }

    private static final Duration HURRY = Duration.ofSeconds(10);

    public static final Memory EMPTY = new Draft().done();

    Memory watching(Optional<Watch> next) {
        if (next.equals(watch)) {
            return this;
        }
        Draft draft = new Draft(this);
        draft.watch = next;
        return draft.done();
    }

    Memory replayed(Lsn next) {
        if (next.equals(replayed)) {
            return this;
        }
        Draft draft = new Draft(this);
        draft.replayed = next;
        return draft.done();
    }

    Memory absent(Optional<Moment> next) {
        if (next.equals(absentSince)) {
            return this;
        }
        Draft draft = new Draft(this);
        draft.absentSince = next;
        return draft.done();
    }

    Memory blind(Optional<Moment> next) {
        if (next.equals(blindSince)) {
            return this;
        }
        Draft draft = new Draft(this);
        draft.blindSince = next;
        return draft.done();
    }

    Memory promised(Optional<Promise> next) {
        if (next.equals(promise)) {
            return this;
        }
        Draft draft = new Draft(this);
        draft.promise = next;
        return draft.done();
    }

    Memory handing(Optional<HandOver> next) {
        if (next.equals(handOver)) {
            return this;
        }
        Draft draft = new Draft(this);
        draft.handOver = next;
        return draft.done();
    }

    Memory troubled(Trouble next) {
        Draft draft = new Draft(this);
        draft.trouble = next;
        return draft.done();
    }

    Memory silent(Optional<Moment> next) {
        if (next.equals(silentSince)) {
            return this;
        }
        Draft draft = new Draft(this);
        draft.silentSince = next;
        return draft.done();
    }

    Memory apart(Optional<Moment> next) {
        if (next.equals(apartSince)) {
            return this;
        }
        Draft draft = new Draft(this);
        draft.apartSince = next;
        return draft.done();
    }

    Memory yielding(Optional<Moment> next) {
        if (next.equals(yieldingSince)) {
            return this;
        }
        Draft draft = new Draft(this);
        draft.yieldingSince = next;
        return draft.done();
    }

    Memory keeping(Optional<Slots> next) {
        Draft draft = new Draft(this);
        draft.slots = next;
        return draft.done();
    }

    Memory sync(SyncMemory next) {
        Draft draft = new Draft(this);
        draft.sync = next;
        return draft.done();
    }

    Memory recorded(Timeline next) {
        return chronicle(new Chronicle(next, Optional.empty()));
    }

    Memory chronicle(Chronicle next) {
        Draft draft = new Draft(this);
        draft.chronicle = next;
        return draft.done();
    }

    Memory fate(Fate next) {
        if (next.equals(fate)) {
            return this;
        }
        Draft draft = new Draft(this);
        draft.fate = next;
        return draft.done();
    }

    Memory withDataSeen() {
        Draft draft = new Draft(this);
        draft.dataSeen = true;
        return draft.done();
    }

    public Memory answered(String next) {
        Draft draft = new Draft(this);
        draft.answered = next;
        draft.orders = orders.answered(next);
        return draft.done();
    }

    /** This run has answered it; several may stand in the store at once. */
    boolean isAnswered(String id) {
        return orders.answered().contains(id);
    }

    Memory orders(OrderMemory next) {
        if (next.equals(orders)) {
            return this;
        }
        Draft draft = new Draft(this);
        draft.orders = next;
        return draft.done();
    }

    Memory turns(TurnMemory next) {
        if (next.equals(turns)) {
            return this;
        }
        Draft draft = new Draft(this);
        draft.turns = next;
        return draft.done();
    }

    Memory halt(Halt next) {
        if (next == halt) {
            return this;
        }
        Draft draft = new Draft(this);
        draft.halt = next;
        return draft.done();
    }

    /** This node has promised to stand by, and the promise still counts. */
    public boolean standsBy(Moment now) {
        return promise.isPresent() && now.isBefore(promise.get().until());
    }

    /**
     * Clients wait for what the next look will show: whether a standby has caught up.
     *
     * @param told whom the lease names as in sync
     */
    public boolean awaitsStandby(Set<NodeName> told, Moment now) {
        return sync.force()
                .filter(f -> now.since(f.since()).compareTo(HURRY) < 0)
                .map(SyncMemory.Force::commits)
                .filter(c -> !c.open() || !told.containsAll(c.names()))
                .isPresent();
    }

    /** A copy that may still change. */
    private static final class Draft {
        private Optional<Watch> watch = Optional.empty();
        private Optional<Moment> absentSince = Optional.empty();
        private Optional<Moment> blindSince = Optional.empty();
        private Optional<Promise> promise = Optional.empty();
        private Optional<HandOver> handOver = Optional.empty();
        private Trouble trouble = Trouble.NONE;
        private Optional<Moment> silentSince = Optional.empty();
        private Optional<Moment> apartSince = Optional.empty();
        private Lsn replayed = Lsn.ZERO;
        private Optional<Moment> yieldingSince = Optional.empty();
        private Optional<Slots> slots = Optional.empty();
        private SyncMemory sync = SyncMemory.NOTHING;
        private Chronicle chronicle = Chronicle.NONE;
        private Fate fate = Fate.OPEN;
        private boolean dataSeen;
        private String answered = "";
        private Halt halt = Halt.UNSEEN;
        private OrderMemory orders = OrderMemory.NOTHING;
        private TurnMemory turns = TurnMemory.NOTHING;

        Draft() {}

        Draft(Memory from) {
            watch = from.watch;
            absentSince = from.absentSince;
            blindSince = from.blindSince;
            promise = from.promise;
            handOver = from.handOver;
            trouble = from.trouble;
            silentSince = from.silentSince;
            apartSince = from.apartSince;
            replayed = from.replayed;
            yieldingSince = from.yieldingSince;
            slots = from.slots;
            sync = from.sync;
            chronicle = from.chronicle;
            fate = from.fate;
            dataSeen = from.dataSeen;
            answered = from.answered;
            halt = from.halt;
            orders = from.orders;
            turns = from.turns;
        }

        Memory done() {
            return new Memory(
                    watch,
                    absentSince,
                    blindSince,
                    promise,
                    handOver,
                    trouble,
                    silentSince,
                    apartSince,
                    replayed,
                    yieldingSince,
                    slots,
                    sync,
                    chronicle,
                    fate,
                    dataSeen,
                    answered,
                    halt,
                    orders,
                    turns);
        }
    }
}
