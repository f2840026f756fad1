package io.matriarch.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * How a fault went.
 *
 * @param failovers how often the lease changed hands
 * @param restarts PostgreSQL servers that are not the ones from before, the leader's included
 * @param warnings lines of the agents' logs that are warnings or worse
 * @param seconds until the herd was whole again, from the fault
 * @param wrong the first thing that is not as it should be
 */
record Outcome(
        Fault fault,
        Figures figures,
        String before,
        String after,
        long failovers,
        int restarts,
        int warnings,
        double seconds,
        Optional<String> wrong) {

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("fault", fault.name());
        json.put("outage_seconds", figures.outage());
        json.put("two_primaries_seconds", figures.twoPrimaries());
        json.put("rows_acknowledged", figures.acknowledged());
        json.put("rows_lost", figures.lost());
        json.put("failovers", failovers);
        json.put("leader_before", before);
        json.put("leader_after", after);
        json.put("restarts", restarts);
        json.put("warnings", warnings);
        json.put("whole_again_seconds", seconds);
        wrong.ifPresent(why -> json.put("wrong", why));
        return json;
    }
}
