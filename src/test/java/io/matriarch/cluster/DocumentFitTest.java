package io.matriarch.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.matriarch.config.DocumentCheck;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DocumentFitTest {

    @Test
    void aModeNeedsAsManyStandbysAsItWaitsFor() {
        var two = List.of(member("n1", ""), member("n2", ""));
        var sync = Map.of("replication.mode", "sync", "replication.sync-count", "2");
        assertEquals(
                List.of(
                        "replication.mode sync with replication.sync-count 2 needs 3 members, and the"
                                + " cluster has 2: n1, n2"),
                DocumentFit.problems(settings(sync), two));
        var strict = settings(Map.of("replication.mode", "strict"));
        assertEquals(List.of(), DocumentFit.problems(strict, two));
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
                    DocumentFit.problems(settings(Map.of("fencing.mode", mode)), mixed));
        }
        assertEquals(
                List.of(), DocumentFit.problems(settings(Map.of("fencing.mode", "off")), mixed));
        var instances = Stream.of("i-1", "i-2").map(i -> member("n" + i, i)).toList();
        assertEquals(
                List.of(),
                DocumentFit.problems(settings(Map.of("fencing.mode", "required")), instances));
    }

    private static ClusterSettings settings(Map<String, String> values) {
        return assertInstanceOf(DocumentReader.Read.Good.class, new DocumentCheck().read(values))
                .settings();
    }

    private static Member member(String name, String instance) {
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
                "");
    }
}
