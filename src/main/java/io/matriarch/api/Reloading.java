package io.matriarch.api;

import java.util.List;

/** Reads the node's configuration again. */
public interface Reloading {

    /**
     * @param taken the new configuration is in force
     * @param lines what was done, or what is wrong
     */
    record Outcome(boolean taken, List<String> lines) {
        public Outcome {
            lines = List.copyOf(lines);
        }
    }

    Outcome reload();

    /** What a reload would do; nothing is changed. */
    Outcome trial();
}
