package io.matriarch.decision;

import io.matriarch.cluster.GroupView;
import io.matriarch.cluster.GroupWord;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Tenure;
import java.util.Optional;

/**
 * A machine that its group has just started. Whatever replaces one machine after the other goes on
 * only when this one is in service, so that is said only of a member that streams or leads.
 */
final class Joining {

    private Joining() {}

    /** What the group that waits for this machine should hear now. */
    static Optional<Action> word(Observation seen, Memory memory, NodeSettings settings) {
        if (seen.group().standing() != GroupView.Standing.JOINING) {
            return Optional.empty();
        }
        if (joined(seen)) {
            return Optional.of(new Action.TellGroup(GroupWord.JOINED));
        }
        // Without a word the group gives this machine up, and starts another one.
        return Replacing.worn(seen, memory, settings).isPresent()
                ? Optional.empty()
                : Optional.of(new Action.TellGroup(GroupWord.JOINING));
    }

    private static boolean joined(Observation seen) {
        return switch (seen.server().orElse(null)) {
            case PostgresView.Standby standby -> standby.streaming();
            case PostgresView.Primary _ ->
                    seen.tenure() instanceof Tenure.Held held && held.validAt(seen.now());
            case null, default -> false;
        };
    }
}
