package io.matriarch.demo;

/**
 * What is right after a fault.
 *
 * @param outage seconds that clients may wait; the figure to reach
 * @param patroni Patroni 4.1.5 at its minimum timers, on the same kind of machine
 * @param leader whether somebody else must lead
 * @param mayLose an asynchronous standby may lack what was acknowledged in the last instant
 */
record Expected(double outage, String patroni, Leader leader, boolean mayLose) {

    /** Who leads afterwards. */
    enum Leader {
        OTHER,
        SAME,
        EITHER
    }

    /** A gap that no client notices: a commit that took a little longer. */
    private static final double NONE = 0.5;

    static Expected of(Fault fault) {
        return switch (fault) {
            case Fault.Switchover _ -> new Expected(0.5, "2.32-2.36 s", Leader.OTHER, false);
            case Fault.PostgresKill _ -> new Expected(1.0, "1.8-2.5 s", Leader.EITHER, false);
            case Fault.NodeKill _ -> new Expected(7.0, "19.9-20.4 s", Leader.OTHER, true);
            case Fault.NodeDestroy _ -> new Expected(7.0, "", Leader.OTHER, true);
            case Fault.AgentKill _ ->
                    new Expected(7.0, "two primaries 49 s, 22,065 lost", Leader.OTHER, false);
            case Fault.AgentStop _ ->
                    new Expected(7.0, "two primaries 46 s, 20,691 lost", Leader.OTHER, false);
            case Fault.StoreHang _ -> new Expected(NONE, "58 s", Leader.SAME, false);
            case Fault.StoreRefuse _ -> new Expected(NONE, "", Leader.SAME, false);
            case Fault.PostgresStop _ -> new Expected(15.0, "60 s", Leader.EITHER, false);
            case Fault.Load _ -> new Expected(2.0, "", Leader.SAME, false);
            case Fault.Idle _ -> new Expected(NONE, "", Leader.SAME, false);
        };
    }

    /** With commits that wait for a standby no row may be lost, whatever happens. */
    Expected losing(boolean some) {
        return new Expected(outage, patroni, leader, mayLose && some);
    }

    /** Clients lose their leader, and find one again. */
    boolean interrupts() {
        return leader != Leader.SAME;
    }
}
