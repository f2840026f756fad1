package io.matriarch.cluster;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How the names of the cluster fare, as a member saw them last.
 *
 * @param domain below which they all are; empty while this member does not know it
 * @param change the last one that this member made, in words; empty when it has made none
 * @param changedMillis when that was by its wall clock, since 1970; 0 for never
 * @param spreadMillis how long that change took to be everywhere, to about two seconds; empty while
 *     it is not, or nobody knows
 * @param trouble what is wrong with them, in one line; empty when nothing is
 */
public record RoutesView(
        State state,
        Optional<Domain> domain,
        String change,
        long changedMillis,
        OptionalLong spreadMillis,
        String trouble) {

    /** In one word. */
    public enum State {
        /** This member does not lead, or there are none. */
        NOT_MINE,
        /** As planned. */
        IN_PLACE,
        /** As planned; some name servers may still give the answers of before. */
        SPREADING,
        /** They could not be compared or written. */
        FAILING;

        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    public static final RoutesView NONE = notMine(Optional.empty());

    /** Of a member that does not lead. */
    public static RoutesView notMine(Optional<Domain> domain) {
        return new RoutesView(State.NOT_MINE, domain, "", 0, OptionalLong.empty(), "");
    }

    /**
     * @throws IllegalArgumentException when it is none
     */
    public static RoutesView of(Map<String, String> texts) {
        String spread = texts.getOrDefault("spread", "");
        return new RoutesView(
                state(texts.getOrDefault("state", "")),
                Optional.ofNullable(texts.get("domain")).map(Domain::new),
                texts.getOrDefault("change", ""),
                Long.parseLong(texts.getOrDefault("changed", "0")),
                spread.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(spread)),
                texts.getOrDefault("trouble", ""));
    }

    /** A word of a later version says at least that they are somebody's. */
    private static State state(String text) {
        for (State state : State.values()) {
            if (state.text().equals(text)) {
                return state;
            }
        }
        return State.NOT_MINE;
    }

    /** As they stand in the store; empty when there is nothing to say. */
    public Map<String, String> texts() {
        Map<String, String> texts = new HashMap<>();
        if (equals(NONE)) {
            return texts;
        }
        texts.put("state", state.text());
        domain.ifPresent(d -> texts.put("domain", d.text()));
        if (!change.isEmpty()) {
            texts.put("change", change);
            texts.put("changed", Long.toString(changedMillis));
        }
        spreadMillis.ifPresent(millis -> texts.put("spread", Long.toString(millis)));
        if (!trouble.isEmpty()) {
            texts.put("trouble", trouble);
        }
        return texts;
    }
}
