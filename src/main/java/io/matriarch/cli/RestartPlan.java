package io.matriarch.cli;

import io.matriarch.api.dto.MemberDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What restarts will do and cost, one line each, in their order. */
record RestartPlan(Optional<String> scheduled, boolean rolling) {

    List<String> lines(String title, RestartOrder order) {
        List<String> lines = new ArrayList<>();
        lines.add(title);
        for (MemberDocument m : order.before()) {
            lines.add(line(m, ", a replica: its readers are sent away"));
        }
        order.leader().ifPresent(m -> lines.add(line(m, leader(order))));
        String when =
                order.before().isEmpty()
                        ? ", a replica, when it has replayed the leader's smaller limits: its readers are sent away"
                        : ", once more, when it has replayed the leader's smaller limits";
        for (MemberDocument m : order.after()) {
            lines.add(line(m, when));
        }
        return lines;
    }

    private String leader(RestartOrder order) {
        if (rolling && !order.beginsWithLeader()) {
            return ", last and no longer leading: a switchover before, a short pause for writes";
        }
        return ", the leader: it keeps the lease, and no writes are taken until it is back";
    }

    private String line(MemberDocument m, String what) {
        return "Restart%s: %s%s%s"
                .formatted(
                        scheduled.map(at -> " at " + at).orElse(""),
                        m.name(),
                        what,
                        PendingText.brought(m));
    }
}
