package io.matriarch.decision;

import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Timeline;
import java.util.Optional;
import java.util.Set;

/**
 * What a round leaves to the next: immutable, returned, nowhere hidden. A restart forgets all of
 * it, and every rule holds from nothing.
 *
 * @param watch the (epoch, beat) that stands still
 * @param absentSince no lease item has been there since
 * @param promise this node stands by for a leader that cannot reach the store
 * @param handOver the switchover under way
 * @param trouble what went wrong with PostgreSQL of late
 * @param silentSince it has neither answered nor worked since
 * @param apartSince a standby that should stream has not since
 * @param yieldingSince another candidate was better and has not taken the lease since
 * @param slots whom slots were made for, and as what
 * @param recorded the newest timeline in the history, as far as this node wrote it
 */
public record Memory(
        Optional<Watch> watch,
        Optional<Moment> absentSince,
        Optional<Promise> promise,
        Optional<HandOver> handOver,
        Trouble trouble,
        Optional<Moment> silentSince,
        Optional<Moment> apartSince,
        Optional<Moment> yieldingSince,
        Optional<Slots> slots,
        Timeline recorded) {

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

    public static final Memory EMPTY =
            new Memory(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Trouble.NONE,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Timeline.NONE);

    Memory watching(Optional<Watch> next) {
        return new Memory(
                next,
                absentSince,
                promise,
                handOver,
                trouble,
                silentSince,
                apartSince,
                yieldingSince,
                slots,
                recorded);
    }

    Memory absent(Optional<Moment> next) {
        return new Memory(
                watch,
                next,
                promise,
                handOver,
                trouble,
                silentSince,
                apartSince,
                yieldingSince,
                slots,
                recorded);
    }

    Memory promised(Optional<Promise> next) {
        return new Memory(
                watch,
                absentSince,
                next,
                handOver,
                trouble,
                silentSince,
                apartSince,
                yieldingSince,
                slots,
                recorded);
    }

    Memory handing(Optional<HandOver> next) {
        return new Memory(
                watch,
                absentSince,
                promise,
                next,
                trouble,
                silentSince,
                apartSince,
                yieldingSince,
                slots,
                recorded);
    }

    Memory troubled(Trouble next) {
        return new Memory(
                watch,
                absentSince,
                promise,
                handOver,
                next,
                silentSince,
                apartSince,
                yieldingSince,
                slots,
                recorded);
    }

    Memory silent(Optional<Moment> next) {
        return new Memory(
                watch,
                absentSince,
                promise,
                handOver,
                trouble,
                next,
                apartSince,
                yieldingSince,
                slots,
                recorded);
    }

    Memory apart(Optional<Moment> next) {
        return new Memory(
                watch,
                absentSince,
                promise,
                handOver,
                trouble,
                silentSince,
                next,
                yieldingSince,
                slots,
                recorded);
    }

    Memory yielding(Optional<Moment> next) {
        return new Memory(
                watch,
                absentSince,
                promise,
                handOver,
                trouble,
                silentSince,
                apartSince,
                next,
                slots,
                recorded);
    }

    Memory keeping(Optional<Slots> next) {
        return new Memory(
                watch,
                absentSince,
                promise,
                handOver,
                trouble,
                silentSince,
                apartSince,
                yieldingSince,
                next,
                recorded);
    }

    Memory recorded(Timeline next) {
        return new Memory(
                watch,
                absentSince,
                promise,
                handOver,
                trouble,
                silentSince,
                apartSince,
                yieldingSince,
                slots,
                next);
    }

    /** This node has promised to stand by, and the promise still counts. */
    public boolean standsBy(Moment now) {
        return promise.isPresent() && now.isBefore(promise.get().until());
    }
}
