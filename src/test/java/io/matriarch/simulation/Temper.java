package io.matriarch.simulation;

import java.util.List;

/** What kind of day it is: which faults come, and how often. */
enum Temper {
    /** Nothing that a lease does not tolerate: nobody may notice. */
    MILD(
            1_500,
            List.of(
                    Fault.STORE_SLOW_MILDLY,
                    Fault.AGENT_PAUSED_BRIEFLY,
                    Fault.MACHINE_PAUSED_BRIEFLY,
                    Fault.REPLICA_CUT_OFF,
                    Fault.REPLICA_AGENT_KILLED,
                    Fault.POSTGRES_BUSY_BRIEFLY,
                    Fault.POSTGRES_BUSY,
                    Fault.DISK_SLOW,
                    Fault.WALL_CLOCK_JUMPS,
                    Fault.NETWORK_SLOW,
                    Fault.ROUTES_MEDDLED,
                    Fault.ROUTES_OUTAGE)),
    ORDINARY(8_000, Fault.all()),
    STORMY(1_500, Fault.all()),
    STORE(
            2_500,
            List.of(
                    Fault.STORE_OUTAGE,
                    Fault.STORE_OUTAGE,
                    Fault.STORE_CUT,
                    Fault.STORE_CUT,
                    Fault.STORE_FLAKY,
                    Fault.STORE_FLAKY,
                    Fault.STORE_THROTTLED,
                    Fault.STORE_SLOW,
                    Fault.AGENT_KILLED,
                    Fault.AGENT_PAUSED,
                    Fault.AGENT_PAUSED,
                    Fault.NETWORK_PARTED,
                    Fault.NETWORK_LOSSY,
                    Fault.ONE_WAY,
                    Fault.SWITCHOVER,
                    Fault.MACHINE_CRASHED)),
    POSTGRES(
            4_000,
            List.of(
                    Fault.POSTGRES_KILLED,
                    Fault.POSTGRES_HUNG,
                    Fault.POSTGRES_BUSY,
                    Fault.DISK_TROUBLE,
                    Fault.REPLICATION_LAZY,
                    Fault.MACHINE_CRASHED,
                    Fault.AGENT_KILLED,
                    Fault.WAL_CUT,
                    Fault.OLD_WAL_REMOVED,
                    Fault.SWITCH_HUNG,
                    Fault.REPLICA_DISK_WIPED,
                    Fault.LEADER_DISK_WIPED,
                    Fault.SWITCHOVER,
                    Fault.FAILOVER)),
    OPERATORS(
            3_000,
            List.of(
                    Fault.SWITCHOVER,
                    Fault.SWITCHOVER,
                    Fault.SWITCHOVER,
                    Fault.FAILOVER,
                    Fault.OPERATORS_DISAGREE,
                    Fault.OPERATOR_IMPATIENT,
                    Fault.STORE_OUTAGE,
                    Fault.AGENT_LEAVES,
                    Fault.AGENT_LEAVES,
                    Fault.AGENT_KILLED,
                    Fault.STORE_FLAKY,
                    Fault.NETWORK_LOSSY,
                    Fault.POSTGRES_KILLED,
                    Fault.MACHINE_CRASHED,
                    Fault.REPLICATION_LAZY)),
    /** Somebody tampers with the table and the disks. */
    TAMPERED(
            6_000,
            List.of(
                    Fault.TABLE_WIPED,
                    Fault.LEASE_DELETED,
                    Fault.MEMBER_REMOVED,
                    Fault.REPLICA_DISK_WIPED,
                    Fault.LEADER_DISK_WIPED,
                    Fault.OLD_WAL_REMOVED,
                    Fault.AGENT_KILLED,
                    Fault.POSTGRES_KILLED,
                    Fault.POSTGRES_BUSY,
                    Fault.STORE_CUT,
                    Fault.MACHINE_CRASHED,
                    Fault.SWITCHOVER));

    private final long meanMillis;
    private final List<Fault> faults;

    Temper(long meanMillis, List<Fault> faults) {
        this.meanMillis = meanMillis;
        this.faults = faults;
    }

    long pause(Dice dice) {
        return dice.millis(meanMillis * 0.1, meanMillis * 1.9);
    }

    Fault fault(Dice dice) {
        return dice.oneOf(faults);
    }
}
