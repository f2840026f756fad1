package io.matriarch.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ResultTableTest {

    @Test
    void oneRowForEachFaultWithTheRangeOfItsRuns() {
        String table =
                ResultTable.of(
                        List.of(
                                outcome(new Fault.Switchover(), 0.31, 0, Optional.empty()),
                                outcome(new Fault.Switchover(), 0.42, 0, Optional.empty()),
                                outcome(new Fault.PostgresKill(), 1.5, 0, Optional.empty()),
                                outcome(new Fault.AgentKill(), 2.0, 1, Optional.of("lost"))));
        assertEquals(
                """
                FAULT          OUTAGE       TO REACH  TWO PRIMARIES  ROWS   LOST  FAILOVERS  PATRONI 4.1.5
                switchover     0.31-0.42 s  <= 0.5 s  0.00 s         2,400  0     1          2.32-2.36 s                      reached
                postgres-kill  1.50 s       <= 1.0 s  0.00 s         1,200  0     1          1.8-2.5 s                        MISSED
                agent-kill     2.00 s       <= 7.0 s  0.00 s         1,200  1     1          two primaries 49 s, 22,065 lost  MISSED
                """,
                table);
    }

    @Test
    void oneJsonLineForEachRun() {
        assertEquals(
                "{\"fault\":\"switchover\",\"outage_seconds\":0.31,\"two_primaries_seconds\":0.0,"
                        + "\"rows_acknowledged\":1200,\"rows_lost\":0,\"failovers\":1,"
                        + "\"leader_before\":\"n1\",\"leader_after\":\"n2\",\"restarts\":1,"
                        + "\"warnings\":0,\"whole_again_seconds\":4.5}",
                outcome(new Fault.Switchover(), 0.31, 0, Optional.empty()).json().toString());
    }

    private static Outcome outcome(Fault fault, double outage, int lost, Optional<String> wrong) {
        return new Outcome(
                fault, new Figures(outage, 0, 1_200, lost), "n1", "n2", 1, 1, 0, 4.5, wrong);
    }
}
