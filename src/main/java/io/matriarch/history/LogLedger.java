package io.matriarch.history;

import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.OrderOutcome;
import io.matriarch.cluster.PostgresJob;
import java.lang.System.Logger.Level;

/** Tells it to the log. */
public final class LogLedger implements Ledger {

    private final System.Logger log = System.getLogger("matriarch");

    @Override
    public void decided(String because, long wallMillis) {
        log.log(Level.INFO, because);
    }

    @Override
    public void jobEnded(PostgresJob job, JobOutcome outcome, long wallMillis) {
        switch (outcome) {
            case JobOutcome.Done(var detail) ->
                    log.log(
                            Level.INFO,
                            "done: " + job.words() + (detail.isEmpty() ? "" : ": " + detail));
            case JobOutcome.Failed(var why) ->
                    log.log(Level.WARNING, "failed: " + job.words() + ": " + why);
            case JobOutcome.Rewound(var dropped, _) when dropped == 0 ->
                    log.log(
                            Level.INFO,
                            "done: " + job.words() + ": rewound, and nothing was dropped");
            case JobOutcome.Rewound(var dropped, var timeline) ->
                    log.log(
                            Level.WARNING,
                            "done: %s: %d bytes of write-ahead log of timeline %s were dropped, which the cluster does not have"
                                    .formatted(job.words(), dropped, timeline));
        }
    }

    @Override
    public void killed(boolean gone, long wallMillis) {
        log.log(
                gone ? Level.INFO : Level.ERROR,
                gone
                        ? "PostgreSQL is down: no process of it is left"
                        : "PostgreSQL was killed, but some of its processes are still there");
    }

    @Override
    public void answered(OperatorRequest request, String outcome) {
        log.log(Level.INFO, "request %s: %s".formatted(request.id(), outcome));
    }

    @Override
    public void answered(Order order, OrderOutcome outcome) {
        boolean done = outcome.end() == OrderOutcome.End.DONE;
        log.log(
                done ? Level.INFO : Level.WARNING,
                "%s %s: %s".formatted(order.words(), order.id(), outcome.words()));
    }

    @Override
    public void routed(String line) {
        log.log(Level.INFO, line);
    }

    @Override
    public void machine(String line) {
        log.log(Level.INFO, line);
    }

    @Override
    public void warn(String line) {
        log.log(Level.WARNING, line);
    }
}
