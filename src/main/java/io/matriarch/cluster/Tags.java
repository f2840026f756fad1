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
 * @param syncPriority among fit standbys commits wait for the higher one; 0 is nosync
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
        int syncPriority,
        Optional<NodeName> replicatefrom,
        boolean nostream,
        Map<String, String> own) {

    public static final Tags NONE =
            new Tags(false, 1, false, false, false, 1, Optional.empty(), false, Map.of());

    public Tags {
        own = Map.copyOf(own);
    }

    /** Commits may wait for it, when it streams from the leader. */
    public boolean mayWait() {
        return !nosync && syncPriority > 0 && !nostream;
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
        if (syncPriority != 1) {
            all.put("sync_priority", Integer.toString(syncPriority));
        }
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
     * Reads them by name; the priorities may be written with an underscore.
     *
     * @throws IllegalArgumentException one line that names the tag and says what would be right
     */
    public static Tags of(Map<String, String> given) {
        Map<String, String> rest = new TreeMap<>(given);
        boolean nofailover = flag("nofailover", rest);
        Optional<Integer> first = priority("failover", rest);
        agree("nofailover", nofailover, given, "failover", first);
        boolean nosync = flag("nosync", rest);
        Optional<Integer> sync = priority("sync", rest);
        agree("nosync", nosync, given, "sync", sync);
        return new Tags(
                nofailover,
                first.orElse(1),
                flag("noloadbalance", rest),
                flag("clonefrom", rest),
                nosync,
                sync.orElse(1),
                Optional.ofNullable(rest.remove("replicatefrom")).map(Tags::member),
                flag("nostream", rest),
                rest);
    }

    private static void agree(
            String no, boolean never, Map<String, String> given, String kind, Optional<Integer> n) {
        if (given.containsKey(no) && n.isPresent() && never != (n.get() == 0)) {
            throw new IllegalArgumentException(
                    "tags.%s is %s and tags.%s-priority is %d: one of them is right"
                            .formatted(no, never, kind, n.get()));
        }
    }

    private static boolean flag(String name, Map<String, String> rest) {
        return Optional.ofNullable(rest.remove(name))
                .map(
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

    private static Optional<Integer> priority(String kind, Map<String, String> rest) {
        String hyphen = rest.remove(kind + "-priority");
        String underscore = rest.remove(kind + "_priority");
        return Optional.ofNullable(hyphen == null ? underscore : hyphen)
                .map(text -> number(kind, text));
    }

    private static int number(String kind, String text) {
        if (!text.matches("[0-9]{1,4}")) {
            throw new IllegalArgumentException(
                    "tags.%s-priority is \"%s\": 0 to 9999 is right".formatted(kind, text));
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
