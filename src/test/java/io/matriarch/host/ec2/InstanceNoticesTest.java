package io.matriarch.host.ec2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.Notice;
import io.matriarch.host.Notices.Announcement;
import io.matriarch.testing.Metadata;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class InstanceNoticesTest {

    private static final String GROUP = "autoscaling/target-lifecycle-state";
    private static final String SPOT = "spot/instance-action";
    private static final String REBALANCE = "events/recommendations/rebalance";
    private static final String MAINTENANCE = "events/maintenance/scheduled";

    private final Metadata metadata = new Metadata();
    private final InstanceNotices notices =
            InstanceNotices.open(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.endpoint()));

    InstanceNoticesTest() throws IOException {}

    @AfterEach
    void close() {
        notices.close();
        metadata.close();
    }

    @Test
    void anInstanceThatStaysHasNone() throws IOException {
        assertEquals(Optional.empty(), notices.gravest());
        metadata.says(GROUP, "InService").says(MAINTENANCE, "[]");
        assertEquals(Optional.empty(), notices.gravest());
    }

    @Test
    void aSpotInterruptionHasItsTime() throws IOException {
        metadata.says(SPOT, "{\"action\": \"stop\", \"time\": \"2026-11-23T20:22:00Z\"}");
        assertEquals(
                Optional.of(
                        new Announcement(
                                Notice.Kind.SPOT,
                                Instant.parse("2026-11-23T20:22:00Z"),
                                "a spot interruption (stop)")),
                notices.gravest());
    }

    @Test
    void whatIsTakenBackIsGone() throws IOException {
        metadata.says(REBALANCE, "{\"noticeTime\": \"2026-11-23T20:20:00Z\"}");
        assertEquals(Notice.Kind.REBALANCE, kind());
        metadata.forget(REBALANCE);
        assertEquals(Optional.empty(), notices.gravest());
    }

    @Test
    void onlyMaintenanceThatIsStillToComeCountsAndTheNextOneFirst() throws IOException {
        metadata.says(
                MAINTENANCE,
                """
                [{"NotBefore": "24 Jan 2019 09:00:43 GMT", "Code": "instance-retirement", "State": "active"},
                 {"NotBefore": "21 Jan 2019 09:00:43 GMT", "Code": "system-reboot", "State": "active"},
                 {"NotBefore": "1 Jan 2019 09:00:43 GMT", "Code": "instance-stop", "State": "canceled"}]
                """);
        assertEquals(
                Optional.of(
                        new Announcement(
                                Notice.Kind.MAINTENANCE,
                                Instant.parse("2019-01-21T09:00:43Z"),
                                "scheduled maintenance (system-reboot)")),
                notices.gravest());
    }

    @Test
    void theGravestOneCounts() throws IOException {
        metadata.says(REBALANCE, "{\"noticeTime\": \"2026-11-23T20:20:00Z\"}");
        metadata.says(SPOT, "{\"action\": \"terminate\", \"time\": \"2026-11-23T20:22:00Z\"}");
        assertEquals(Notice.Kind.SPOT, kind());
        metadata.says(GROUP, "Terminated");
        assertEquals(Notice.Kind.TERMINATING, kind());
    }

    @Test
    void whatTheGroupBeginsCountsFromWhenItWasSeen() throws IOException {
        metadata.says(GROUP, "Terminated");
        Instant first = notices.gravest().orElseThrow().at();
        assertEquals(first, notices.gravest().orElseThrow().at());
        assertTrue(first.isAfter(Instant.now().plus(Duration.ofMinutes(2))));
    }

    @Test
    void aMachineThatItsGroupPutsAsideMayComeBack() throws IOException {
        for (String target : new String[] {"Standby", "Detached", "Warmed:Stopped"}) {
            metadata.says(GROUP, target);
            assertEquals(Notice.Kind.PUT_ASIDE, kind());
            assertTrue(notices.gravest().orElseThrow().what().endsWith(target));
        }
        metadata.says(GROUP, "Warmed:Terminated");
        assertEquals(Notice.Kind.TERMINATING, kind());
        metadata.says(GROUP, "InService");
        assertEquals(Optional.empty(), notices.gravest());
    }

    @Test
    void aServiceThatDoesNotAnswerIsNoWord() {
        metadata.broken(true);
        IOException e = assertThrows(IOException.class, notices::gravest);
        assertTrue(
                String.valueOf(e.getMessage())
                        .startsWith("the instance's metadata service does not say"),
                e.getMessage());
    }

    @Test
    void aTimeThatIsNoneIsNamed() {
        metadata.says(SPOT, "{\"action\": \"terminate\", \"time\": \"soon\"}");
        IOException e = assertThrows(IOException.class, notices::gravest);
        assertEquals("the metadata service names \"soon\" as a time", e.getMessage());
    }

    private Notice.Kind kind() throws IOException {
        return notices.gravest().orElseThrow().kind();
    }
}
