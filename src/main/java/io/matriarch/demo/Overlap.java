package io.matriarch.demo;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Adds up the instants in which two servers said that they lead. */
final class Overlap {

    private final Map<Long, Set<String>> leaders = new HashMap<>();
    private long instants;

    /**
     * @param instant number of the instant in which this server was asked, and said yes
     */
    synchronized void leads(String server, long instant) {
        leaders.keySet().removeIf(old -> old < instant - 100);
        Set<String> now = leaders.computeIfAbsent(instant, _ -> new HashSet<>());
        // The second one makes it an overlap; a third adds no time.
        if (now.add(server) && now.size() == 2) {
            instants++;
        }
    }

    synchronized long instants() {
        return instants;
    }

    synchronized void restart() {
        instants = 0;
    }
}
