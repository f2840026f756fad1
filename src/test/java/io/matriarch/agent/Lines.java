package io.matriarch.agent;

import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.OrderOutcome;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.history.Ledger;
import java.util.ArrayList;
import java.util.List;

/** Keeps what an operator would read. */
final class Lines implements Ledger {

    final List<String> all = new ArrayList<>();

    @Override
    public void decided(String because, long wallMillis) {
        all.add(because);
    }

    @Override
    public void jobEnded(PostgresJob job, JobOutcome outcome, long wallMillis) {
        all.add(job.words() + ": " + outcome);
    }

    @Override
    public void killed(boolean gone, long wallMillis) {
        all.add("killed: " + gone);
    }

    @Override
    public void answered(OperatorRequest request, String outcome) {
        all.add(outcome);
    }

    @Override
    public void answered(Order order, OrderOutcome outcome) {
        all.add(String.valueOf(outcome));
    }

    @Override
    public void routed(String line) {
        all.add(line);
    }

    @Override
    public void machine(String line) {
        all.add(line);
    }

    @Override
    public void warn(String line) {
        all.add("warning: " + line);
    }
}
