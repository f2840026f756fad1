package io.matriarch.postgres.files;

import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.SyncWait;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code synchronous_standby_names}: all of the named standbys are waited for, or any few. */
public final class StandbyNames {

    /** No member can have this name: to wait for it is to acknowledge nothing. */
    static final String NOBODY = "matriarch: nobody";

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern ANY = Pattern.compile("ANY (\\d{1,4}) .*");

    private StandbyNames() {}

    public static String render(SyncWait wait) {
        return render(wait, 1);
    }

    /**
     * @param strangers how many names that nobody has come first when nothing is to be
     *     acknowledged: each sender shows its standby's place, and so that it knows
     */
    public static String render(SyncWait wait, int strangers) {
        List<String> names = new ArrayList<>();
        if (wait.blocked()) {
            names.addAll(Collections.nCopies(strangers, NOBODY));
        }
        names.addAll(wait.names().stream().map(NodeName::value).toList());
        if (names.isEmpty()) {
            return "";
        }
        String quoted = String.join("\", \"", names);
        return wait.quorum() && !wait.blocked()
                ? "ANY %d (\"%s\")".formatted(wait.count(), quoted)
                : "FIRST %d (\"%s\")".formatted(names.size(), quoted);
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
        Matcher any = ANY.matcher(setting);
        int count = any.matches() ? Integer.parseInt(any.group(1)) : names.size();
        return new SyncWait(names, quoted.contains(NOBODY), open, Math.min(count, names.size()));
    }

    private static Optional<NodeName> member(String name) {
        try {
            return Optional.of(new NodeName(name));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
