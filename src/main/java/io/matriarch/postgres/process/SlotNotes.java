package io.matriarch.postgres.process;

import io.matriarch.cluster.SlotPlan;
import io.matriarch.postgres.files.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The names of all slots that were ever kept here: others are nobody's business. */
record SlotNotes(Node node) {

    /** Kept once, and in the plan no more. */
    List<String> former(SlotPlan plan) throws IOException {
        return names().stream().filter(name -> !plan.slots().containsKey(name)).toList();
    }

    /** Noted before they are made. */
    void add(SlotPlan plan) throws IOException {
        Set<String> names = names();
        if (names.addAll(plan.slots().keySet())) {
            write(names);
        }
    }

    void remove(String name) throws IOException {
        Set<String> names = names();
        if (names.remove(name)) {
            write(names);
        }
    }

    private Set<String> names() throws IOException {
        Path file = file();
        return new TreeSet<>(Files.exists(file) ? Files.readAllLines(file) : List.of());
    }

    private void write(Set<String> names) throws IOException {
        WholeFile.write(file(), names.isEmpty() ? "" : String.join("\n", names) + "\n");
    }

    private Path file() {
        return node.settings().runDir().resolve("slots");
    }
}
