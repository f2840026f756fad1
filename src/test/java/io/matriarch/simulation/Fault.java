package io.matriarch.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What can go wrong, or be asked for. */
enum Fault {
    AGENT_KILLED,
    AGENT_PAUSED,
    AGENT_PAUSED_BRIEFLY,
    AGENT_LEAVES,
    REPLICA_AGENT_KILLED,
    MACHINE_CRASHED,
    MACHINE_PAUSED,
    MACHINE_PAUSED_BRIEFLY,
    WALL_CLOCK_JUMPS,
    POSTGRES_KILLED,
    POSTGRES_HUNG,
    POSTGRES_BUSY,
    POSTGRES_BUSY_BRIEFLY,
    DISK_TROUBLE,
    DISK_SLOW,
    SWITCH_HUNG,
    OLD_WAL_REMOVED,
    REPLICA_DISK_WIPED,
    LEADER_DISK_WIPED,
    REPLICATION_LAZY,
    STORE_OUTAGE,
    STORE_CUT,
    STORE_FLAKY,
    STORE_THROTTLED,
    STORE_SLOW,
    STORE_SLOW_MILDLY,
    NETWORK_PARTED,
    NETWORK_LOSSY,
    NETWORK_SLOW,
    ONE_WAY,
    REPLICA_CUT_OFF,
    WAL_CUT,
    ROUTES_MEDDLED,
    ROUTES_OUTAGE,
    SWITCHOVER,
    FAILOVER,
    OPERATORS_DISAGREE,
    OPERATOR_IMPATIENT,
    MEMBER_REMOVED,
    LEASE_DELETED,
    TABLE_WIPED,
    SPOT_NOTICE,
    REBALANCE_NOTICE,
    MAINTENANCE_NOTICE,
    MACHINE_PUT_ASIDE,
    GROUP_TERMINATES,
    DISK_BROKEN;

    /** After these an operator may have to help. */
    private static final Set<Fault> TAMPERING = EnumSet.of(LEASE_DELETED, TABLE_WIPED);

    /** These come only from a provider, on a machine of its own. */
    private static final Set<Fault> PROVIDED =
            EnumSet.of(
                    SPOT_NOTICE,
                    REBALANCE_NOTICE,
                    MAINTENANCE_NOTICE,
                    MACHINE_PUT_ASIDE,
                    GROUP_TERMINATES,
                    DISK_BROKEN);

    /** All that a herd gets over without help. */
    static List<Fault> all() {
        EnumSet<Fault> rest = EnumSet.allOf(Fault.class);
        rest.removeAll(TAMPERING);
        rest.removeAll(PROVIDED);
        return List.copyOf(rest);
    }
}
