package io.matriarch.cluster;

/**
 * What {@code pg_controldata} says of a data directory that no server runs on.
 *
 * @param state PostgreSQL's words: "shut down", "in production", "in archive recovery", ...
 * @param timeline of the latest checkpoint
 * @param checkpoint where the latest checkpoint record begins
 * @param minRecoveryEnd a standby must replay to here before it is consistent; zero on a primary
 */
public record ControlData(
        SystemId systemId, String state, Timeline timeline, Lsn checkpoint, Lsn minRecoveryEnd) {

    /** It was a primary's orderly shutdown: the checkpoint record is the end of the log. */
    public boolean cleanPrimary() {
        return state.equals("shut down");
    }

    /** It was a standby, cleanly shut down or not. */
    public boolean wasStandby() {
        return state.equals("shut down in recovery") || state.equals("in archive recovery");
    }

    /** As far as is known without replay. */
    public Lsn position() {
        return checkpoint.max(minRecoveryEnd);
    }
}
