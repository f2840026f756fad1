package io.matriarch.postgres;

import io.matriarch.cluster.Fork;
import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.ServerSettings;
import io.matriarch.cluster.SlotView;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.Timeline;
import io.matriarch.cluster.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The server beside this agent. Calls block, and never throw. */
public interface Postgres {

    /** What is there now; an answer comes within {@code deadline}, a hang is a finding. */
    PostgresView look(Duration deadline);

    /** Does the job; an interrupt ends it soon, with its programs. */
    JobOutcome perform(PostgresJob job);

    /**
     * SIGKILL to the postmaster and to each process of it, and waits until they are gone.
     *
     * @return true when none is left
     */
    boolean kill();

    /**
     * Ends the server within {@code grace} and the time of a {@link #kill}: a fast shutdown first,
     * which still sends the standbys what was acknowledged, then the kill.
     *
     * @return true when no process is left
     */
    boolean end(Duration grace);

    /**
     * How the timeline that the running primary is on began: the last line of its history file.
     *
     * @return empty on the first timeline, and where it cannot be read
     */
    Optional<Fork> fork(Timeline timeline);

    /**
     * Takes other parameters and other rules of access: writes the configuration anew, and has a
     * running server read it.
     */
    Reconfigured configure(ServerSettings server, Replication.Mode mode);

    /**
     * What PostgreSQL says against these settings, one line each; empty when it takes them, or
     * cannot be asked.
     */
    List<String> refused(ServerSettings server);

    /**
     * Makes the permanent slots that a leader lacks; moves a standby's on behind the leader's.
     *
     * @param leader whom the standby follows; empty when this server leads
     */
    SlotView tendSlots(Optional<Upstream> leader);

    /** Asks the servers of another cluster what they are. */
    RemoteView ask(StandbyOf other);

    /** Runs {@code onExit} whenever the postmaster ends, wanted or not, from any thread. */
    void onExit(Runnable onExit);
}
