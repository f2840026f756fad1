package io.matriarch.simulation;

import io.matriarch.cluster.FenceMode;
import io.matriarch.cluster.LeaseTimers;
import io.matriarch.cluster.Replication;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** One run: a herd comes up, has its troubles, and recovers. Everything follows from the seed. */
final class Simulation {

    private static final long SETTLED = 2 * World.SECOND;

    /**
     * How a run ended.
     *
     * @param broken the rule that was broken, and how
     * @param lastLines the end of the story, when a rule was broken
     * @param lost bytes of acknowledged writes that no member has any more
     * @param doubled two promotions got the same timeline number
     */
    record Outcome(
            long seed,
            Temper temper,
            Replication replication,
            Span span,
            int nodes,
            Optional<Violation> broken,
            List<String> lastLines,
            long virtualNanos,
            long events,
            long recovery,
            long lost,
            boolean doubled) {}

    private static final List<LeaseTimers> TIMERS =
            List.of(
                    new LeaseTimers(Duration.ofSeconds(6), Duration.ofSeconds(1)),
                    new LeaseTimers(Duration.ofSeconds(6), Duration.ofSeconds(1)),
                    new LeaseTimers(Duration.ofSeconds(10), Duration.ofMillis(1500)),
                    new LeaseTimers(Duration.ofSeconds(5), Duration.ofMillis(700)),
                    new LeaseTimers(Duration.ofSeconds(20), Duration.ofSeconds(2)));

    /** Seeds with this bit have an archive; without it they are what they always were. */
    static final long WITH_ARCHIVE = 1L << 40;

    /** In seeds with this bit the nodes are instances, and leaders that vanish are stopped. */
    static final long WITH_FENCING = 1L << 41;

    /** In seeds with this bit as well, promotions wait for that. */
    static final long FENCING_REQUIRED = 1L << 42;

    /** Seeds with this bit have a provider that takes machines away, and tells of it before. */
    static final long WITH_NOTICES = 1L << 43;

    /** In seeds with this bit operators change the cluster's configuration all the time. */
    static final long WITH_CHANGES = 1L << 44;

    /** In seeds with this bit people restart servers, have data built anew, and plan ahead. */
    static final long WITH_ORDERS = 1L << 45;

    /** In seeds with this bit an operator pauses the cluster now and then. */
    static final long WITH_PAUSE = 1L << 46;

    /** In seeds with this bit commits wait for standbys, mostly for any few, and modes change. */
    static final long WITH_QUORUM = 1L << 48;

    /** Members have tags in seeds with this bit: some never lead, some stream from another one. */
    static final long WITH_TAGS = 1L << 47;

    /**
     * In seeds with this bit an odd number has a permanent slot, and an even one follows another
     * cluster.
     */
    static final long FOR_OTHERS = 1L << 49;

    static final long WITH_SLOTS = FOR_OTHERS | 1;

    /**
     * In seeds with this bit operators change modes, slots and tags of a running herd, and write
     * documents that nobody can use.
     */
    static final long WITH_UPKEEP = 1L << 50;

    /** The same, and all that the herd sees of the other cluster is what that one archives. */
    static final long BY_ARCHIVE = FOR_OTHERS | 1L << 51;

    private final long seed;
    private final World world = new World();
    private final Story story;
    private final Herd herd;
    private final Temper temper;
    private final Replication replication;
    private final Healthy healthy;
    private final Span span;
    private final Mischief mischief;
    private final boolean noticesOnly;
    private final SimPauses pauses;
    private final SimSides sides;
    private final SimUpkeep upkeep;
    private final long faultsEnd;
    private final long faultsBegin;
    private long settledSince = -1;
    private long recovered = -1;

    Simulation(long seed, Set<Bug> bugs, Consumer<String> listener, boolean detailed) {
        this(seed, bugs, Optional.empty(), listener, detailed);
    }

    /**
     * @param temper another kind of day than the seed's own
     */
    Simulation(
            long seed,
            Set<Bug> bugs,
            Optional<Temper> temper,
            Consumer<String> listener,
            boolean detailed) {
        this.seed = seed;
        Dice dice = new Dice(new SplittableRandom(seed));
        Dice plan = dice.split();
        this.story = new Story(world, listener, detailed);
        Temper drawn = temper(plan);
        this.temper = temper.orElse(drawn);
        int size = plan.chance(0.7) ? 3 : 2 + plan.below(6);
        boolean mild = this.temper == Temper.MILD;
        long begin = (mild ? 40 : plan.chance(0.7) ? 15 : 0) * World.SECOND;
        long rough = plan.millis(20_000, 90_000);
        LeaseTimers timers = plan.oneOf(TIMERS);
        this.span = bugs.isEmpty() && temper.isEmpty() ? Span.drawn(plan) : Span.SHORT;
        this.faultsBegin = span == Span.SHORT ? begin : 5 * 60 * World.SECOND;
        this.faultsEnd = faultsBegin + span.faults(rough);
        LeaseTimers drawnTimers = span.timers(plan, timers);
        this.replication = replication(seed, plan, bugs);
        this.herd = new Herd(world, story, dice.split(), size, drawnTimers, replication, bugs);
        this.healthy = new Healthy(herd, replication);
        this.noticesOnly = (seed & WITH_NOTICES) != 0 && (seed % 2 == 0 || !bugs.isEmpty());
        this.mischief = new Mischief(herd, dice.split(), faultsEnd, span.rarity());
        if ((seed & WITH_TAGS) != 0) {
            herd.tags().draw(seed);
        }
        this.pauses = new SimPauses(herd, mischief.operators(), seed, faultsEnd);
        this.sides = new SimSides(herd, seed, faultsEnd);
        this.upkeep = new SimUpkeep(herd, seed, faultsEnd, this.temper);
        FenceMode fencing = fencing(seed, bugs);
        if (fencing != FenceMode.OFF) {
            herd.machines().begin(fencing, true);
        }
        if ((seed & WITH_CHANGES) != 0) {
            herd.config().begin();
        }
        if ((seed & WITH_QUORUM) != 0) {
            herd.modes().changes(faultsBegin, faultsEnd);
        }
        if ((seed & FOR_OTHERS) != 0) {
            sides.prepare(seed, bugs, this.temper);
        }
        if ((seed & WITH_ARCHIVE) != 0) {
            herd.archive().begin();
        }
        if ((seed & WITH_UPKEEP) != 0) {
            upkeep.prepare(seed);
        }
    }

    private static Replication replication(long seed, Dice plan, Set<Bug> bugs) {
        double mode = plan.real(0, 1);
        int count = plan.chance(0.7) ? 1 : 2;
        if (bugs.stream().anyMatch(Bug::quorum)) {
            return new Replication(Replication.Mode.QUORUM, count);
        }
        if ((seed & WITH_QUORUM) != 0 && bugs.isEmpty()) {
            Replication.Mode other = mode < 0.85 ? Replication.Mode.SYNC : Replication.Mode.STRICT;
            return new Replication(mode < 0.7 ? Replication.Mode.QUORUM : other, count);
        }
        if (bugs.stream().anyMatch(Bug::synchronous)) {
            return new Replication(Replication.Mode.SYNC, count);
        }
        if (mode < 0.5 || !bugs.isEmpty()) {
            return Replication.ASYNC;
        }
        return new Replication(mode < 0.8 ? Replication.Mode.SYNC : Replication.Mode.STRICT, count);
    }

    private static FenceMode fencing(long seed, Set<Bug> bugs) {
        if (bugs.stream().anyMatch(Bug::fences) || (seed & FENCING_REQUIRED) != 0) {
            return FenceMode.REQUIRED;
        }
        return (seed & WITH_FENCING) != 0 ? FenceMode.BACKGROUND : FenceMode.OFF;
    }

    private static Temper temper(Dice plan) {
        return plan.chance(0.1) ? Temper.MILD : plan.oneOf(List.of(Temper.values()));
    }

    Outcome run() {
        Optional<Violation> broken = Optional.empty();
        try {
            herd.begin();
            world.run(faultsBegin, herd.invariants()::check);
            if (temper == Temper.MILD && (seed & (WITH_NOTICES | WITH_PAUSE)) == 0) {
                // The routes may take longer: a change of them outlives its sender.
                must(
                        "the herd comes up",
                        herd.remote().isFollowed() ? herd.remote().unsettled() : healthy.apart(),
                        faultsBegin);
                herd.invariants().calmFromNow();
            }
            sides.begin();
            if (!noticesOnly) {
                mischief.begin(temper);
            }
            if ((seed & WITH_NOTICES) != 0) {
                mischief.beginNotices(noticesOnly);
            }
            if ((seed & WITH_CHANGES) != 0) {
                mischief.beginChanges(temper == Temper.MILD);
            }
            if ((seed & WITH_ORDERS) != 0) {
                herd.orders().begin(temper, faultsEnd);
            }
            if ((seed & WITH_PAUSE) != 0) {
                pauses.begin();
            }
            if ((seed & WITH_UPKEEP) != 0) {
                upkeep.begin();
            }
            world.run(faultsEnd, this::check);
            pauses.end();
            upkeep.end();
            mischief.stop();
            recover();
        } catch (Violation violation) {
            story.tell("RULE", "broken: " + violation.getMessage());
            broken = Optional.of(violation);
        } catch (RuntimeException thrown) {
            story.tell("RULE", "broken: the core threw " + thrown);
            Violation violation = new Violation("the core never throws", thrown.toString());
            violation.initCause(thrown);
            broken = Optional.of(violation);
        }
        return new Outcome(
                seed,
                temper,
                replication,
                span,
                herd.nodes().size(),
                broken,
                broken.isPresent() ? story.lastLines() : List.of(),
                world.now(),
                world.happened(),
                recovered < 0 ? -1 : recovered - faultsEnd,
                herd.invariants().lost(),
                herd.invariants().doubled());
    }

    private void check() {
        herd.invariants().check();
        // A restart in place is a reason, and none for another leader.
        if ((seed & WITH_ORDERS) == 0) {
            herd.invariants().checkCalm();
        }
    }

    private static void must(String rule, Optional<String> trouble, long at) {
        if (trouble.isPresent()) {
            throw new Violation(
                    rule, "%d s have passed: %s".formatted(at / World.SECOND, trouble.get()));
        }
    }

    private void recover() {
        // What the archive alone feeds finds out late that it must go another way.
        long longer = (seed & WITH_UPKEEP) != 0 ? 240 * World.SECOND : 0;
        long limit = faultsEnd + span.recovery() + longer;
        while (world.now() < limit) {
            world.run(world.now() + World.SECOND / 4, this::check);
            if (healthy.unsettled().isPresent() && !herd.conduct().orphaned()) {
                settledSince = -1;
                continue;
            }
            settledSince = settledSince < 0 ? world.now() : settledSince;
            if (world.now() - settledSince >= SETTLED) {
                recovered = settledSince;
                return;
            }
        }
        must(
                "once the faults stop, everything recovers",
                healthy.unsettled(),
                world.now() - faultsEnd);
    }
}
