package io.matriarch.demo;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Ends nodes in order, and then by force whatever is left of them. */
final class Farewell {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private Farewell() {}

    /** Standbys go before the leader, so that nobody takes over in between. */
    static void say(List<HerdNode> nodes, Optional<String> leader) throws IOException {
        for (HerdNode node : nodes) {
            node.cont();
        }
        List<HerdNode> first = nodes.stream().filter(n -> !isLeader(n, leader)).toList();
        List<HerdNode> last = nodes.stream().filter(n -> isLeader(n, leader)).toList();
        end(first);
        end(last);
        for (HerdNode node : nodes) {
            node.kill();
        }
    }

    private static boolean isLeader(HerdNode node, Optional<String> leader) {
        return leader.equals(Optional.of(node.name()));
    }

    private static void end(List<HerdNode> nodes) {
        nodes.forEach(HerdNode::askToEnd);
        long deadline = System.nanoTime() + PATIENCE;
        try {
            for (HerdNode node : nodes) {
                node.ended(Math.max(0, (deadline - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException _) {
            // No time left: what follows is force.
            Thread.currentThread().interrupt();
        }
    }
}
