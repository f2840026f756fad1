package io.matriarch.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TagsTest {

    @Test
    void whatIsShownIsReadAgain() {
        var tags =
                new Tags(
                        false,
                        3,
                        true,
                        true,
                        true,
                        0,
                        Optional.of(new NodeName("n2")),
                        false,
                        Map.of("rack", "r7"));
        assertEquals(tags, Tags.of(tags.shown()));
        assertEquals("3", tags.shown().get("failover_priority"));
        assertEquals("0", tags.shown().get("sync_priority"));
        assertEquals(Map.of(), Tags.NONE.shown());
        assertEquals(Tags.NONE, Tags.of(Map.of()));
    }

    @Test
    void priorityZeroNeverLeads() {
        assertFalse(Tags.of(Map.of("failover-priority", "0")).mayLead());
        assertFalse(Tags.of(Map.of("nofailover", "true")).mayLead());
        assertFalse(Tags.of(Map.of("nofailover", "true", "failover_priority", "0")).mayLead());
        assertTrue(Tags.of(Map.of("nofailover", "false", "failover-priority", "2")).mayLead());
    }

    @Test
    void syncPriorityZeroIsNeverWaitedFor() {
        assertFalse(Tags.of(Map.of("sync-priority", "0")).mayWait());
        assertFalse(Tags.of(Map.of("nosync", "true")).mayWait());
        assertFalse(Tags.of(Map.of("nostream", "true")).mayWait());
        assertTrue(Tags.of(Map.of("nosync", "false", "sync_priority", "7")).mayWait());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nosync | yes | tags.nosync is \"yes\": true or false is right",
                "failover-priority | -1 | tags.failover-priority is \"-1\": 0 to 9999 is right",
                "failover-priority | high | tags.failover-priority is \"high\": 0 to 9999 is right",
                "sync-priority | 10000 | tags.sync-priority is \"10000\": 0 to 9999 is right",
            })
    void whatCannotBeMeant(String name, String value, String line) {
        var thrown =
                assertThrows(IllegalArgumentException.class, () -> Tags.of(Map.of(name, value)));
        assertEquals(line, thrown.getMessage());
    }

    @Test
    void aContradictionIsNamed() {
        var thrown =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Tags.of(Map.of("nofailover", "true", "failover-priority", "2")));
        assertEquals(
                "tags.nofailover is true and tags.failover-priority is 2: one of them is right",
                thrown.getMessage());
        var sync =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Tags.of(Map.of("nosync", "false", "sync-priority", "0")));
        assertEquals(
                "tags.nosync is false and tags.sync-priority is 0: one of them is right",
                sync.getMessage());
    }
}
