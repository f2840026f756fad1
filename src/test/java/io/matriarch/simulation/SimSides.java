package io.matriarch.simulation;

import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.SideChange;
import io.matriarch.config.DocumentCheck;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Operators who have the herd and the cluster that it follows change sides, there and back. */
final class SimSides {

    /** One of these mistakes shows only where sides change. */
    private static final Set<Bug> HERE =
            EnumSet.of(
                    Bug.PROMOTED_UNASKED,
                    Bug.DOCUMENT_STALE,
                    Bug.PROMOTED_BEFORE_REPLAYED,
                    Bug.STREAMING_IS_WHOLE);

    /** Who has looked so often in vain has the herd lead again. */
    private static final int PATIENCE = 20;

    private final Herd herd;
    private final Dice dice;
    private final long end;
    private boolean changes;
    private boolean mild;
    private boolean demoted;
    private int looks;

    SimSides(Herd herd, long seed, long end) {
        this.herd = herd;
        this.dice = new Dice(new SplittableRandom(~seed));
        this.end = end;
    }

    /** Has a slot kept, or another cluster followed, before anything runs. */
    void prepare(long seed, Set<Bug> bugs, Temper temper) {
        boolean followed = (seed & Simulation.BY_ARCHIVE) == Simulation.BY_ARCHIVE;
        boolean slots = bugs.contains(Bug.SLOT_BY_OWN_POSITION) || (seed % 2 != 0 && !followed);
        boolean here = bugs.stream().anyMatch(HERE::contains);
        if (slots && !bugs.contains(Bug.DOCUMENT_UNREAD) && !here) {
            herd.slots().begin();
            return;
        }
        if (followed) {
            herd.remote().beginArchive();
        } else {
            herd.remote().begin();
        }
        mild = temper == Temper.MILD;
        // Whoever wipes the table takes the document with it, and nobody knows the sides then.
        changes = (bugs.isEmpty() || here) && temper != Temper.MILD && temper != Temper.TAMPERED;
        if (changes || followed) {
            herd.config().begin();
        }
    }

    /** The herd follows another cluster, and has a document that says so. */
    void prepare(boolean archive) {
        if (archive) {
            herd.remote().beginArchive();
        } else {
            herd.remote().begin();
        }
        herd.config().begin();
    }

    void begin() {
        if (herd.remote().isFollowed()) {
            herd.remote().trouble(herd.agentDice(), end, !mild);
        }
        if (changes) {
            again(500, 10_000);
        }
    }

    private void again(double shortest, double longest) {
        herd.world().after(dice.millis(shortest, longest), this::next);
    }

    private boolean over() {
        return herd.world().now() >= end;
    }

    private void next() {
        if (demoted) {
            handOver();
        } else if (herd.remote().isFollowed() && !herd.remote().writes()) {
            // Nobody stops here, where nobody takes writes.
            promoteWhenWhole();
        } else if (over()) {
            return;
        } else if (!herd.remote().isFollowed()) {
            if (leads()) {
                demote();
            } else {
                again(500, 2_000);
            }
        } else if (dice.chance(0.3)) {
            // Somebody forgets that the other one must be demoted first.
            promote();
        } else {
            if (follows()) {
                herd.remote().demote();
            }
            again(500, 3_000);
        }
    }

    private void promoteWhenWhole() {
        if (herd.remote().shipped().exists() && herd.remote().isOff()) {
            force();
            return;
        }
        if (herd.remote().shipped().exists()) {
            again(300, 2_000);
            return;
        }
        if (herd.leader().filter(herd.remote()::isBehind).isPresent()) {
            promote();
        } else {
            again(300, 2_000);
        }
    }

    /** The herd was demoted: the other one leads as soon as it follows, or the herd once more. */
    private void handOver() {
        looks++;
        if (follows() && isWholeThere() && dice.chance(0.7) && promoteOther()) {
            again(3_000, 20_000);
        } else if (looks > PATIENCE || dice.chance(0.05)) {
            promoteWhenWhole();
        } else {
            again(1_000, 2_000);
        }
    }

    /** An archive does not say what has come of it: somebody compares the positions of both. */
    private boolean isWholeThere() {
        if (herd.remote().shipped().exists()) {
            return herd.leader().filter(herd.remote()::hasAllOf).isPresent();
        }
        RemoteView there = herd.remote().view();
        return herd.bugs().contains(Bug.STREAMING_IS_WHOLE)
                || there.writer().isPresent()
                || there.furthest().filter(this::leaderHasNoMore).isPresent();
    }

    private boolean leaderHasNoMore(RemoteView.Receiver there) {
        return herd.leader()
                .flatMap(n -> Optional.ofNullable(n.agent()))
                .map(a -> a.snapshot().me())
                .filter(me -> there.hasAll(me.timeline(), me.received().max(me.replayed())))
                .isPresent();
    }

    /** What demote-cluster does, and then waits for. */
    void demote() {
        desk(
                herd.config().following(true),
                "demote-cluster",
                () -> {
                    demoted = true;
                    looks = 0;
                    herd.config().follow(true);
                    cutOff();
                },
                2_000);
    }

    /** The other one may lack the last of what is acknowledged here. */
    private void cutOff() {
        if (dice.chance(0.3)) {
            herd.world()
                    .after(
                            dice.millis(0, 2_500),
                            () -> {
                                herd.remote().silence(true);
                                herd.world()
                                        .after(
                                                dice.millis(500, 10_000),
                                                () -> herd.remote().silence(false));
                            });
        }
    }

    /** What promote-cluster does; or somebody applies a document that says nothing of following. */
    void promote() {
        promote(dice.chance(0.5) ? "promote-cluster" : "config apply");
    }

    void promote(String how) {
        Runnable lead =
                () -> {
                    demoted = false;
                    herd.config().follow(false);
                };
        if (herd.bugs().contains(Bug.PROMOTED_UNASKED)) {
            lead.run();
            again(20_000);
        } else {
            desk(herd.config().following(false), how, lead, 20_000);
        }
    }

    /** The other one is off, as its operator has made sure: the archive is all that there is. */
    void force() {
        herd.story().tell("operator", "promote-cluster --force");
        demoted = false;
        herd.config().follow(false);
        again(20_000);
    }

    /**
     * An agent asks the other cluster, and has the document stored if nothing speaks against it.
     */
    private void desk(Map<String, String> next, String how, Runnable store, long rest) {
        List<SimAgent> agents =
                herd.nodes().stream()
                        .flatMap(n -> Optional.ofNullable(n.agent()).stream())
                        .filter(a -> !a.frozen())
                        .toList();
        if (agents.isEmpty()) {
            refused(how, "no agent answers");
            return;
        }
        SimAgent agent = dice.oneOf(agents);
        herd.world()
                .after(
                        dice.millis(2, 2_000),
                        () -> {
                            Optional<String> objection =
                                    agent.alive() && !agent.frozen()
                                            ? objection(next)
                                            : Optional.of("the agent does not answer");
                            if (objection.isPresent()) {
                                refused(how, objection.get());
                            } else {
                                store.run();
                                again(rest);
                            }
                        });
    }

    private Optional<String> objection(Map<String, String> next) {
        var check = new DocumentCheck();
        boolean foreign =
                herd.remote().shipped().exists()
                        && herd.leader()
                                .filter(n -> !herd.remote().shipped().isCopy(n))
                                .isPresent();
        if (foreign) {
            return Optional.of("that is the archive of another cluster");
        }
        return SideChange.between(
                        SideChange.followed(check, herd.config().values()),
                        SideChange.followed(check, next))
                .flatMap(c -> c.objection(herd.remote().view(), herd.store().view()));
    }

    private void refused(String how, String why) {
        herd.story().tell("operator", "%s is refused: %s".formatted(how, why));
        again(3_000);
    }

    private void again(long atMost) {
        if (changes) {
            again(300, atMost);
        }
    }

    /** What promote-cluster does there, by somebody who also heeds its warning. */
    boolean promoteOther() {
        Optional<String> refusal = new SimFarAgent(herd).refusal();
        if (refusal.isPresent()) {
            herd.story().tell("operator", "promote-cluster is refused there: " + refusal.get());
            return false;
        }
        demoted = false;
        herd.remote().promote();
        return true;
    }

    /** What demote-cluster waits for: who leads says itself that it only follows. */
    private boolean follows() {
        return herd.leader()
                .flatMap(n -> Optional.ofNullable(n.agent()))
                .filter(a -> !a.frozen())
                .map(a -> a.snapshot().me())
                .filter(m -> m.role().equals("standby_leader"))
                .filter(
                        m ->
                                m.state().equals("streaming")
                                        || (herd.remote().shipped().exists()
                                                && m.state().equals("running")))
                .isPresent();
    }

    private boolean leads() {
        return herd.nodes().stream().anyMatch(n -> n.postgres().acknowledges());
    }
}
