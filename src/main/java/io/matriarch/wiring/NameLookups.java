package io.matriarch.wiring;

import java.security.Security;

/**
 * How long the JVM keeps the answers of DNS. Its own choice keeps a failed lookup for ten seconds:
 * longer than a lease lives, so that one lost packet would cost the store for all that time.
 */
final class NameLookups {

    private NameLookups() {}

    /** To be called before the first name is looked up; the JVM reads both but once. */
    static void keepBriefly() {
        Security.setProperty("networkaddress.cache.negative.ttl", "1");
        Security.setProperty("networkaddress.cache.ttl", "5");
    }
}
