package io.matriarch.postgres.files;

import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.Upstream;
import io.matriarch.postgres.PostgresSettings;
import java.util.Locale;

/** The physical replication slot that a member streams from. */
public final class SlotName {

    /** Slots whose names begin otherwise are other people's. */
    public static final String PREFIX = "matriarch_";

    private static final int LONGEST = 63;

    private SlotName() {}

    /** What a server streams through there: on another cluster only a slot that it keeps itself. */
    public static String on(Upstream upstream, PostgresSettings settings) {
        return upstream.name().equals(StandbyOf.NAME)
                ? settings.standbyOf().map(StandbyOf::slot).orElse("")
                : of(settings.self());
    }

    public static String of(NodeName member) {
        String name =
                PREFIX + member.value().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        if (name.length() <= LONGEST) {
            return name;
        }
        // Two long names may differ only where PostgreSQL would cut them off.
        String tail = "_%08x".formatted(member.value().hashCode());
        return name.substring(0, LONGEST - tail.length()) + tail;
    }
}
