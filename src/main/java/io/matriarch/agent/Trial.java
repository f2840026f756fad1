package io.matriarch.agent;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.Reading;
import io.matriarch.decision.Heirs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a switchover would do now, by the core's own choice, without doing it. */
public final class Trial {

    private Trial() {}

    /** One line for the choice, and one for each member that is not chosen. */
    public static List<String> switchover(Snapshot now, Optional<NodeName> to) {
        Optional<NodeName> leader =
                now.store()
                        .flatMap(ClusterView::lease)
                        .filter(l -> !l.released())
                        .map(l -> l.holder());
        Map<NodeName, Reading<PeerReport>> answers = new TreeMap<>(now.peers());
        leader.ifPresent(answers::remove);
        List<PeerReport> reports =
                answers.values().stream().flatMap(r -> r.seen().stream()).toList();
        Optional<NodeName> heir = Heirs.best(reports, to);
        List<String> lines = new ArrayList<>();
        lines.add(
                heir.map(
                                h ->
                                        "%s would hand over to %s: it is fit, and none is further"
                                                .formatted(words(leader), h))
                        .orElse(
                                "%s would refuse: nobody is streaming, fit to lead and answering"
                                        .formatted(words(leader))));
        answers.forEach(
                (name, reading) -> {
                    if (!heir.equals(Optional.of(name))) {
                        lines.add("not %s: %s".formatted(name, why(now, name, reading, to)));
                    }
                });
        return lines;
    }

    private static String words(Optional<NodeName> leader) {
        return leader.map(NodeName::value).orElse("the leader");
    }

    private static String why(
            Snapshot now, NodeName name, Reading<PeerReport> reading, Optional<NodeName> to) {
        return switch (reading) {
            case Reading.Missing<PeerReport>(var why) -> "it does not answer: " + why;
            case Reading.Seen<PeerReport>(var report, _) ->
                    Heirs.obstacle(report, to)
                            .map(o -> report.eligible() ? o : o + "; it says: " + says(now, name))
                            .orElse(
                                    "the other one is ahead, has the higher priority, or comes"
                                            + " first by name");
        };
    }

    private static String says(Snapshot now, NodeName name) {
        return now.store()
                .map(v -> v.members().get(name))
                .map(Member::sentence)
                .orElse("nothing yet");
    }
}
