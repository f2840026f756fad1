package io.matriarch.postgres;

/** What became of a change of PostgreSQL's configuration. */
public sealed interface Reconfigured {

    /**
     * @param said what was done, for an operator
     */
    record Follows(String said) implements Reconfigured {}

    /**
     * All was written but what PostgreSQL does not take, or will not take at its next start.
     *
     * @param said what was done, for an operator
     * @param but what was not, and what holds instead
     */
    record Partly(String said, String but) implements Reconfigured {}

    /** The old files are there. */
    record Stays(String why) implements Reconfigured {}
}
