package io.matriarch.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.Security;
import org.junit.jupiter.api.Test;

/** What the JVM reads at its first lookup. */
class NameLookupsTest {

    @Test
    void answersAreKeptForLessThanALeaseLives() {
        NameLookups.keepBriefly();
        assertEquals("1", Security.getProperty("networkaddress.cache.negative.ttl"));
        assertEquals("5", Security.getProperty("networkaddress.cache.ttl"));
    }
}
