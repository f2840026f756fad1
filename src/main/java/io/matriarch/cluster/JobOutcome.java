package io.matriarch.cluster;

/** How a job ended. */
public sealed interface JobOutcome {

    /** {@code detail} is worth telling an operator; empty when there is nothing to tell. */
    record Done(String detail) implements JobOutcome {}

    /** {@code why} is one line, with the program's own last words. */
    record Failed(String why) implements JobOutcome {}

    /**
     * A rejoin that rewound.
     *
     * @param dropped bytes of write-ahead log that the cluster's history does not hold (S14)
     * @param timeline where they were written
     */
    record Rewound(long dropped, Timeline timeline) implements JobOutcome {}
}
