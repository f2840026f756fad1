package io.matriarch.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.matriarch.config.DocumentCheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DocumentFitTest {

    private static List<String> problems(ClusterSettings next, ClusterView view) {
        return DocumentFit.problems(Optional.empty(), next, view);
    }

    /** Whoever promotes what is left of a cluster does not ask for more than there is. */
    @Test
    void whatTheClusterGoesByAlreadyIsNotAskedAgain() {
        var alone = view(List.of(member("n1", "")));
        var values = Map.of("replication.mode", "sync", "fencing.mode", "background");
        ClusterSettings now = settings(values);
        assertEquals(2, problems(now, alone).size());
        assertEquals(List.of(), DocumentFit.problems(Optional.of(now), now, alone));
        var strict = Map.of("replication.mode", "strict", "fencing.mode", "background");
        assertEquals(1, DocumentFit.problems(Optional.of(now), settings(strict), alone).size());
    }

    @Test
    void aModeNeedsAsManyStandbysAsItWaitsFor() {
        var two = List.of(member("n1", ""), member("n2", ""));
        var sync = Map.of("replication.mode", "sync", "replication.sync-count", "2");
        assertEquals(
                List.of(
                        "replication.mode sync with replication.sync-count 2 needs 3 members, and the"
                                + " cluster has 2: n1, n2"),
                problems(settings(sync), view(two)));
        var strict = settings(Map.of("replication.mode", "strict"));
        assertEquals(List.of(), problems(strict, view(two)));
    }

    @Test
    void whoIsFencedIsAnInstance() {
        var mixed = List.of(member("n3", ""), member("n1", "i-1"), member("n2", ""));
        for (String mode : List.of("background", "required")) {
            assertEquals(
                    List.of(
                            "fencing.mode "
                                    + mode
                                    + " needs each member on an instance of EC2, and these are not:"
                                    + " n2, n3; off is right"),
                    problems(settings(Map.of("fencing.mode", mode)), view(mixed)));
        }
        assertEquals(List.of(), problems(settings(Map.of("fencing.mode", "off")), view(mixed)));
        var instances = Stream.of("i-1", "i-2").map(i -> member("n" + i, i)).toList();
        assertEquals(
                List.of(), problems(settings(Map.of("fencing.mode", "required")), view(instances)));
    }

    @Test
    void whomNoCommitWaitsForIsNamed() {
        var two = Map.of("replication.mode", "sync", "replication.sync-count", "2");
        assertEquals(List.of(), problems(settings(two), led("", "", "")));
        assertEquals(
                List.of(),
                problems(settings(two), led("nosync", "", "")),
                "a leader's own tags do not count");
        assertEquals(
                List.of(
                        "replication.mode sync with replication.sync-count 2 needs 2 standbys that"
                                + " commits can wait for, and the cluster has 1; tagged nosync or"
                                + " nostream: n3"),
                problems(settings(two), led("", "", "nosync")));
    }

    @Test
    void whoHasBeenSilentForLongIsNamed() {
        assertEquals(
                List.of(
                        "replication.mode sync with replication.sync-count 1 needs 1 standby that"
                                + " commits can wait for, and the cluster has 0; tagged nosync or"
                                + " nostream: n2; silent for long: n4"),
                problems(
                        settings(Map.of("replication.mode", "sync")),
                        led("", "nostream", null, "")));
    }

    /** n1 leads n1 to n3, whose failsafe list has all three; each with its tag. */
    private static ClusterView led(@Nullable String... tags) {
        Map<NodeName, Member> members = new TreeMap<>();
        for (int i = 0; i < tags.length; i++) {
            String tag = tags[i];
            if (tag != null) {
                Member member = member("n" + (i + 1), "", tag);
                members.put(member.name(), member);
            }
        }
        var lease =
                new LeaseView(
                        new NodeName("n1"),
                        "n1-1",
                        1,
                        1,
                        Duration.ofSeconds(6),
                        false,
                        Optional.empty(),
                        SyncSet.NONE,
                        Lsn.ZERO,
                        new Timeline(1),
                        new SystemId("7001"),
                        Set.of(new NodeName("n1"), new NodeName("n2"), new NodeName("n3")));
        return new ClusterView(Optional.of(lease), members, Optional.empty());
    }

    private static ClusterView view(List<Member> members) {
        Map<NodeName, Member> all = new TreeMap<>();
        members.forEach(m -> all.put(m.name(), m));
        return new ClusterView(Optional.empty(), all, Optional.empty());
    }

    private static ClusterSettings settings(Map<String, String> values) {
        return assertInstanceOf(DocumentReader.Read.Good.class, new DocumentCheck().read(values))
                .settings();
    }

    private static Member member(String name, String instance) {
        return member(name, instance, "");
    }

    private static Member member(String name, String instance, String tag) {
        return new Member(
                new NodeName(name),
                "10.0.0.1",
                5432,
                "http://10.0.0.1:8008",
                "running",
                "replica",
                new Timeline(1),
                Lsn.ZERO,
                Lsn.ZERO,
                false,
                "15",
                "",
                instance,
                "",
                "",
                tag.isEmpty() ? Tags.NONE : Tags.of(Map.of(tag, "true")),
                List.of());
    }
}
