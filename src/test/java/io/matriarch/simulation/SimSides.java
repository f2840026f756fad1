package io.matriarch.simulation;

import io.matriarch.api.dto.OtherClusterDocument;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Operators who have the herd and the cluster that it follows change sides, there and back. */
final class SimSides {

    /** One of these mistakes shows only where sides change. */
    private static final Set<Bug> HERE = EnumSet.of(Bug.PROMOTED_UNASKED, Bug.DOCUMENT_STALE);

    /** Who has looked so often in vain has the herd lead again. */
    private static final int PATIENCE = 20;

    private static final long POLL = World.SECOND / 2;
    private static final long ANEW_WITHIN = 30 * World.SECOND;

    private final Herd herd;
    private final Dice dice;
    private final long end;
    private boolean changes;
    private boolean demoted;
    private int looks;

    SimSides(Herd herd, long seed, long end) {
        this.herd = herd;
        this.dice = new Dice(new SplittableRandom(~seed));
        this.end = end;
    }

    /** Has a slot kept, or another cluster followed, before anything runs. */
    void prepare(long seed, Set<Bug> bugs, Temper temper) {
        boolean slots = bugs.contains(Bug.SLOT_BY_OWN_POSITION) || seed % 2 != 0;
        boolean here = bugs.stream().anyMatch(HERE::contains);
        if (slots && !bugs.contains(Bug.DOCUMENT_UNREAD) && !here) {
            herd.slots().begin();
            return;
        }
        herd.remote().begin();
        // Whoever wipes the table takes the document with it, and nobody knows the sides then.
        changes = (bugs.isEmpty() || here) && temper != Temper.MILD && temper != Temper.TAMPERED;
        if (changes) {
            herd.config().begin();
        }
    }

    /** The herd follows another cluster, and has a document that says so. */
    void prepare() {
        herd.remote().begin();
        herd.config().begin();
    }

    void begin() {
        if (herd.remote().isFollowed()) {
            herd.remote().trouble(herd.agentDice(), end);
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
            }
            again(500, 2_000);
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
        if (herd.leader().filter(herd.remote()::isBehind).isPresent()) {
            promote();
        } else {
            again(300, 2_000);
        }
    }

    /** The herd was demoted: the other one leads as soon as it follows, or the herd once more. */
    private void handOver() {
        looks++;
        if (follows() && dice.chance(0.7) && promoteOther()) {
            again(3_000, 20_000);
        } else if (looks > PATIENCE || dice.chance(0.05)) {
            promoteWhenWhole();
        } else {
            again(1_000, 2_000);
        }
    }

    /** What demote-cluster does, and then waits for. */
    void demote() {
        demoted = true;
        looks = 0;
        herd.config().follow(true);
    }

    /** What promote-cluster does: it asks an agent, and again until it has seen something newer. */
    void promote() {
        if (herd.bugs().contains(Bug.PROMOTED_UNASKED)) {
            lead();
            return;
        }
        List<SimAgent> agents =
                herd.nodes().stream()
                        .flatMap(n -> Optional.ofNullable(n.agent()).stream())
                        .filter(a -> !a.frozen())
                        .toList();
        if (agents.isEmpty()) {
            refused("no agent answers");
        } else {
            SimAgent agent = dice.oneOf(agents);
            ask(agent, seen(agent), herd.world().now() + ANEW_WITHIN);
        }
    }

    private static OtherClusterDocument seen(SimAgent agent) {
        return OtherClusterDocument.of(agent.snapshot().remote());
    }

    private void ask(SimAgent agent, OtherClusterDocument first, long limit) {
        boolean gone = !agent.alive() || !herd.remote().isFollowed();
        if (gone || herd.world().now() > limit) {
            refused("nobody has asked the other cluster anew");
        } else if (agent.frozen() || !seen(agent).isNewerThan(first)) {
            herd.world().after(POLL, () -> ask(agent, first, limit));
        } else {
            seen(agent).refusal().ifPresentOrElse(this::refused, this::lead);
        }
    }

    private void refused(String why) {
        herd.story().tell("operator", "promote-cluster is refused: " + why);
        if (changes) {
            again(300, 2_000);
        }
    }

    private void lead() {
        demoted = false;
        herd.config().follow(false);
        if (changes) {
            again(3_000, 20_000);
        }
    }

    /** What promote-cluster does there, by somebody who also heeds its warning. */
    boolean promoteOther() {
        String writer = "";
        String reader = "";
        String trouble = "";
        for (SimNode node : herd.nodes()) {
            SimPostgres postgres = node.postgres();
            boolean answers =
                    node.up() && !node.paused() && postgres.running() && !postgres.answersLate();
            if (!answers) {
                trouble = node.name() + " does not answer";
            } else if (postgres.isPrimary()) {
                writer = node.name();
            } else {
                reader = node.name();
            }
        }
        Optional<String> refusal =
                new OtherClusterDocument(writer, reader, trouble, 1)
                        .refusal()
                        .or(
                                trouble.isEmpty()
                                        ? Optional::empty
                                        : () -> Optional.of("a server is silent"));
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
                .filter(m -> m.role().equals("standby_leader") && m.state().equals("streaming"))
                .isPresent();
    }

    private boolean leads() {
        return herd.nodes().stream().anyMatch(n -> n.postgres().acknowledges());
    }
}
