package io.matriarch.history;

import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.OrderOutcome;
import io.matriarch.cluster.PostgresJob;

/** Where decisions and their outcomes are told; each line is one for an operator. */
public interface Ledger {

    /** The sentence has changed. */
    void decided(String because, long wallMillis);

    void jobEnded(PostgresJob job, JobOutcome outcome, long wallMillis);

    /**
     * @param gone no process of PostgreSQL is left
     */
    void killed(boolean gone, long wallMillis);

    /** An operator's request has had its answer. */
    void answered(OperatorRequest request, String outcome);

    /** So has what was asked of this node alone. */
    void answered(Order order, OrderOutcome outcome);

    /** The names of the cluster point elsewhere, or do so everywhere by now. */
    void routed(String line);

    /** Something became of a machine of the cluster. */
    void machine(String line);

    void warn(String line);
}
