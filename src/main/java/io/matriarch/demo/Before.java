package io.matriarch.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a herd was before a fault.
 *
 * @param postmasters by node, where one runs
 * @param warnings by node, in its agent's log
 */
record Before(
        String leader,
        long epoch,
        Map<String, OptionalLong> postmasters,
        Map<String, Integer> warnings) {

    private static final Pattern WARNING = Pattern.compile("\\b(WARN|WARNING|ERROR|SEVERE)\\b");

    /**
     * @throws Failed when nobody leads
     */
    static Before of(Herd herd) throws Failed {
        HerdView view = herd.look();
        String leader = view.leader().orElseThrow(() -> new Failed("nobody leads"));
        Map<String, OptionalLong> postmasters = new HashMap<>();
        Map<String, Integer> warnings = new HashMap<>();
        for (HerdNode node : herd.nodes()) {
            postmasters.put(node.name(), node.runningPostmaster());
            warnings.put(node.name(), warningsIn(node.log()));
        }
        return new Before(leader, view.epoch(), postmasters, warnings);
    }

    /** How many nodes run another PostgreSQL now. */
    int restarts(Herd herd) {
        return (int)
                herd.nodes().stream()
                        .filter(
                                n ->
                                        !n.runningPostmaster()
                                                .equals(
                                                        postmasters.getOrDefault(
                                                                n.name(), OptionalLong.empty())))
                        .count();
    }

    /** Lines since then. */
    int warnings(Herd herd) {
        return herd.nodes().stream()
                .mapToInt(n -> warningsIn(n.log()) - warnings.getOrDefault(n.name(), 0))
                .sum();
    }

    private static int warningsIn(Path log) {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return (int) lines.filter(l -> WARNING.matcher(l).find()).count();
        } catch (IOException _) {
            return 0;
        }
    }
}
