package io.matriarch.cluster;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an operator says of one member, in its own file.
 *
 * @param nofailover it never leads
 * @param priority among equals the higher one leads; 0 is nofailover
 * @param noloadbalance no reader is sent there
 * @param clonefrom copies are made from here rather than from the leader
 * @param nosync no commit waits for it
 * @param replicatefrom whom it streams from instead of the leader
 * @param nostream it takes its log from the archive alone
 * @param own all others, by name
 */
public record Tags(
        boolean nofailover,
        int priority,
        boolean noloadbalance,
        boolean clonefrom,
        boolean nosync,
        Optional<NodeName> replicatefrom,
        boolean nostream,
        Map<String, String> own) {

    public static final Tags NONE =
            new Tags(false, 1, false, false, false, Optional.empty(), false, Map.of());

    public Tags {
        own = Map.copyOf(own);
    }

    public boolean mayLead() {
        return !nofailover && priority > 0;
    }

    /** By Patroni's names, and only those that say something. */
    public Map<String, String> shown() {
        Map<String, String> all = new TreeMap<>(own);
        flag(all, "nofailover", nofailover);
        if (priority != 1) {
            all.put("failover_priority", Integer.toString(priority));
        }
        flag(all, "noloadbalance", noloadbalance);
        flag(all, "clonefrom", clonefrom);
        flag(all, "nosync", nosync);
        replicatefrom.ifPresent(name -> all.put("replicatefrom", name.value()));
        flag(all, "nostream", nostream);
        return all;
    }

    private static void flag(Map<String, String> all, String name, boolean on) {
        if (on) {
            all.put(name, "true");
        }
    }

    /**
     * Reads them by name; {@code failover-priority} may be written with an underscore.
     *
     * @throws IllegalArgumentException one line that names the tag and says what would be right
     */
    public static Tags of(Map<String, String> given) {
        Map<String, String> rest = new TreeMap<>(given);
        Optional<String> no = Optional.ofNullable(rest.remove("nofailover"));
        String priority = rest.remove("failover-priority");
        String underscore = rest.remove("failover_priority");
        Optional<String> first = Optional.ofNullable(priority == null ? underscore : priority);
        boolean nofailover = flag("nofailover", no);
        int number = first.map(Tags::priority).orElse(1);
        if (no.isPresent() && first.isPresent() && nofailover != (number == 0)) {
            throw new IllegalArgumentException(
                    "tags.nofailover is %s and tags.failover-priority is %d: one of them is right"
                            .formatted(nofailover, number));
        }
        return new Tags(
                nofailover,
                number,
                flag("noloadbalance", Optional.ofNullable(rest.remove("noloadbalance"))),
                flag("clonefrom", Optional.ofNullable(rest.remove("clonefrom"))),
                flag("nosync", Optional.ofNullable(rest.remove("nosync"))),
                Optional.ofNullable(rest.remove("replicatefrom")).map(Tags::member),
                flag("nostream", Optional.ofNullable(rest.remove("nostream"))),
                rest);
    }

    private static boolean flag(String name, Optional<String> text) {
        return text.map(
                        t ->
                                switch (t) {
                                    case "true" -> true;
                                    case "false" -> false;
                                    default ->
                                            throw new IllegalArgumentException(
                                                    "tags.%s is \"%s\": true or false is right"
                                                            .formatted(name, t));
                                })
                .orElse(false);
    }

    private static int priority(String text) {
        if (!text.matches("[0-9]{1,4}")) {
            throw new IllegalArgumentException(
                    "tags.failover-priority is \"%s\": 0 to 9999 is right".formatted(text));
        }
        return Integer.parseInt(text);
    }

    private static NodeName member(String text) {
        try {
            return new NodeName(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("tags.replicatefrom: " + e.getMessage(), e);
        }
    }
}
