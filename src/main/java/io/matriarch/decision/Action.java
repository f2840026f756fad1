package io.matriarch.decision;

import io.matriarch.cluster.GroupWord;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.OrderOutcome;
import io.matriarch.cluster.Plan;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.Timeline;
import java.util.Optional;

/** What the shell shall do. The list of a decision is done in its order. */
public sealed interface Action {

    /** Comes first, is never held back, and cancels whatever job runs. */
    sealed interface Safety extends Action {}

    /** A write of the lease; one at a time. */
    sealed interface LeaseAction extends Action {}

    /** PostgreSQL must not take one more write. */
    record StopAtOnce() implements Safety {}

    /** No server of ours can take writes: the switch may rest. */
    record Disarm() implements Action {}

    /** {@code over} is what must still stand there; absent for the first lease (S12). */
    record Take(LeaseView next, Optional<LeaseView> over) implements LeaseAction {}

    /** The lease names this node, but another run of it: renew under the new incarnation. */
    record Adopt(LeaseView next, LeaseView over) implements LeaseAction {}

    record Renew(LeaseView next) implements LeaseAction {}

    /** Only when PostgreSQL is down: the lease is free at once. */
    record Release(LeaseView next) implements LeaseAction {}

    /** Only when PostgreSQL is down and the heir has all of it (S10). */
    record HandOver(LeaseView next) implements LeaseAction {}

    record Run(PostgresJob job) implements Action {}

    record AskPeers() implements Action {}

    /** Every member of the lease's list must confirm (S5). */
    record AskFailsafe() implements Action {}

    /** Into the history: how the timeline that this node leads on began. */
    record RecordFork(Timeline timeline) implements Action {}

    /** To the group that this machine belongs to. */
    record TellGroup(GroupWord word) implements Action {}

    /** The request has had its answer. */
    record EndRequest(OperatorRequest request, String outcome) implements Action {}

    /** The order has had its answer. */
    record EndOrder(Order order, OrderOutcome outcome) implements Action {}

    /**
     * Nobody shall do it from now on.
     *
     * @param outcome why, for the log; empty when it is being done
     */
    record EndPlan(Plan plan, String outcome) implements Action {}

    /** The machine of a leader that vanished shall stop. */
    record Fence(NodeName member, String instance) implements Action {}
}
