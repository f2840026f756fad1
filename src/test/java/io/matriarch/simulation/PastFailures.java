package io.matriarch.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The list of seeds that once broke a rule: one a line, and why behind a '#'. */
record PastFailures(Path file) {

    /** Its place in a checkout. */
    static final PastFailures IN_CHECKOUT =
            new PastFailures(Path.of("src/test/resources/simulation-seeds.txt"));

    /**
     * @throws UncheckedIOException when the list cannot be read
     */
    long[] seeds() {
        return lines().stream()
                .map(l -> l.split("#", 2)[0].strip())
                .filter(l -> !l.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Enters this seed at the end, unless it is there.
     *
     * @return what was done, for a person
     */
    String enter(long seed, String why) {
        String entry = seed + "  # " + why;
        if (!Files.isWritable(file)) {
            return "for " + file.getFileName() + ", which is not here: " + entry;
        }
        for (long known : seeds()) {
            if (known == seed) {
                return "seed " + seed + " is in " + file + " already";
            }
        }
        try {
            Files.writeString(
                    file, entry + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
            return "entered in " + file + ": say there why once you know";
        } catch (IOException e) {
            return "cannot write to " + file + " (" + e.getMessage() + "): " + entry;
        }
    }
}
