package io.matriarch.postgres.files;

import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.SyncWait;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** {@code synchronous_standby_names}: every one of the named standbys is waited for. */
public final class StandbyNames {

    /** No member can have this name: to wait for it is to acknowledge nothing. */
    static final String NOBODY = "matriarch: nobody";

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    private StandbyNames() {}

    public static String render(SyncWait wait) {
        List<String> names = new ArrayList<>(wait.names().stream().map(NodeName::value).toList());
        if (wait.blocked()) {
            names.add(NOBODY);
        }
        return names.isEmpty()
                ? ""
                : "FIRST %d (\"%s\")".formatted(names.size(), String.join("\", \"", names));
    }

    /** Reads what {@link #render} wrote; other people's settings name nobody. */
    public static SyncWait parse(String setting, boolean open) {
        List<String> quoted =
                QUOTED.matcher(setting).results().map((MatchResult m) -> m.group(1)).toList();
        List<NodeName> names =
                quoted.stream()
                        .filter(n -> !n.equals(NOBODY))
                        .flatMap(n -> member(n).stream())
                        .toList();
        return new SyncWait(names, quoted.contains(NOBODY), open);
    }

    private static Optional<NodeName> member(String name) {
        try {
            return Optional.of(new NodeName(name));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
