package io.matriarch.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The names of this node's runs, in a file: an agent that starts again knows a lease of its own
 * earlier run by them, and another agent that bears the same member name by their absence.
 *
 * @param now this run
 * @param earlier those before it
 */
public record Incarnations(String now, Set<String> earlier) {

    private static final int KEPT = 16;

    /**
     * Begins a new run: it stands in the file before it can stand in the store.
     *
     * @throws IOException when the file can be neither read nor written
     */
    public static Incarnations begin(Path file) throws IOException {
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        Set<String> earlier = new LinkedHashSet<>(lines);
        String now = UUID.randomUUID().toString();
        List<String> all = new ArrayList<>(earlier);
        all.add(now);
        List<String> kept = all.subList(Math.max(0, all.size() - KEPT), all.size());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, kept);
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        earlier.remove(now);
        return new Incarnations(now, Set.copyOf(earlier));
    }
}
