package io.matriarch.decision;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Upstream;
import java.time.Duration;
import java.util.Optional;

/** A member that takes its log from the archive alone. */
final class Unstreamed {

    private Unstreamed() {}

    static Decision standby(
            Observation seen, Memory memory, LeaseView lease, PostgresView.Standby mine) {
        if (mine.upstream().isPresent()) {
            return Decision.of(
                    memory,
                    "stopping PostgreSQL, to start it without a stream: tags.nostream says so",
                    new Action.Run(
                            new PostgresJob.Stop(
                                    PostgresJob.Stop.Mode.FAST, Duration.ofSeconds(60))));
        }
        return Following.slots(seen, memory, lease)
                .orElseGet(
                        () ->
                                Decision.of(
                                        memory,
                                        "no action: I am %s, a replica of %s from the archive alone, %s"
                                                .formatted(
                                                        seen.me().name(),
                                                        lease.holder(),
                                                        Following.behind(lease, mine))));
    }

    /** What a standby is started with. */
    static Optional<Upstream> upstream(
            Observation seen, Memory memory, LeaseView lease, Upstream leader) {
        return seen.me().tags().nostream()
                ? Optional.empty()
                : Optional.of(Cascade.source(seen, memory, lease, leader).upstream());
    }
}
