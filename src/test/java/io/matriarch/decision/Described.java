package io.matriarch.decision;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Tags;
import io.matriarch.cluster.Timeline;
import java.util.List;

/** What a member says of itself in the store, as {@link Seen} shows it. */
final class Described {

    private Described() {}

    static Member member(NodeName n, String instance, Tags tags) {
        return new Member(
                n,
                n.value(),
                5432,
                "http://" + n,
                "running",
                "replica",
                new Timeline(2),
                Lsn.ZERO,
                Lsn.ZERO,
                false,
                "1",
                "",
                instance,
                "",
                "",
                tags,
                List.of());
    }
}
