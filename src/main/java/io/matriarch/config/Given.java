package io.matriarch.config;

import java.util.List;

/**
 * One key that somebody set.
 *
 * @param values one, or the lines of {@code postgres.hba}
 * @param where how a message names it: {@code lease.ttl in FILE} or {@code MATRIARCH_LEASE_TTL}
 */
record Given(String key, List<String> values, String where) {

    Given {
        values = List.copyOf(values);
    }
}
