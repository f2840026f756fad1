package io.matriarch.postgres.sql;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.PermanentSlot;
import java.util.OptionalLong;

/**
 * A replication slot as a server shows it.
 *
 * @param restart the log is kept from here on; zero when none is kept yet
 * @param confirmed what a logical slot's consumer has for sure; else zero
 * @param catalogXmin rows of the catalog are kept for transactions from this one on
 * @param lost PostgreSQL gave it up
 * @param failover PostgreSQL 17 and later copy it to standbys by themselves
 * @param synced it is such a copy
 */
public record SlotRow(
        String name,
        boolean logical,
        String database,
        String plugin,
        boolean active,
        Lsn restart,
        Lsn confirmed,
        OptionalLong catalogXmin,
        boolean lost,
        boolean failover,
        boolean synced) {

    /** It is what was planned. */
    public boolean fits(PermanentSlot plan) {
        return logical == plan.logical()
                && (!logical || (database.equals(plan.database()) && plugin.equals(plan.plugin())));
    }
}
