package io.matriarch.agent;

import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.OrderOutcome;
import io.matriarch.cluster.Pause;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.Plan;
import io.matriarch.lease.StoreWrite;
import io.matriarch.peers.FailsafeQuestion;
import java.util.Optional;

/** What the API may ask of the running agent; every call returns within half a second. */
public interface Agent {

    /** The state after the last round; never null, served while everything else hangs. */
    Snapshot snapshot();

    /** PostgreSQL takes writes, and the lease is valid at this instant. */
    boolean takesWrites();

    /** The lease is valid at this instant, by this node's own clock. */
    boolean holdsLease();

    /** A fresh answer for another member's race. */
    PeerReport report();

    /** Promises to stand by for a ttl, or refuses (S5). */
    boolean confirmFailsafe(FailsafeQuestion question);

    /** The former leader says that the lease now names this node. */
    void handedOver(long epoch);

    /** Puts the request where the leader finds it, and wakes it. */
    StoreWrite request(OperatorRequest request);

    /** Gives this node an order; its answer comes with a later {@link Snapshot#orders}. */
    void order(Order order);

    /** What would become of an order that is given now; nothing is done. */
    OrderOutcome trial(Order order);

    /** Puts the plan where those find it whom it concerns; refused when there is one already. */
    StoreWrite plan(Plan plan);

    /** Drops the restart planned for this member, or the switchover; a conflict when none is. */
    StoreWrite dropPlan(Optional<NodeName> member);

    /** The agents do nothing by themselves from now on; refused when it is so already. */
    StoreWrite pause(Pause pause);

    /** They go on; refused when the cluster is not paused. */
    StoreWrite resume();

    /** A round now: something outside has changed. */
    void wake();

    /** False when no round has ended for a ttl. */
    boolean isAlive();
}
