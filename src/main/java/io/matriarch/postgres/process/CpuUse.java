package io.matriarch.postgres.process;

import java.util.Map;

/** Whether the server's processes work: a silent one that does is under load, not hung. */
final class CpuUse {

    /** Idle background processes use a tick (10 ms) now and then; that is no work. */
    private static final long WORK = 2;

    private Map<Long, Long> before = Map.of();
    private long of;

    /** True when they used the CPU since the last call for the same postmaster. */
    boolean usedSince(long postmaster) {
        Map<Long, Long> now = ProcFs.ticks(postmaster);
        boolean known = of == postmaster && !before.isEmpty();
        long used = 0;
        for (var process : now.entrySet()) {
            used += process.getValue() - before.getOrDefault(process.getKey(), 0L);
        }
        before = now;
        of = postmaster;
        // A stopped postmaster takes no connection, however busy its children are.
        boolean stopped = ProcFs.stat(postmaster).map(ProcFs.Stat::stopped).orElse(true);
        return known && used >= WORK && !stopped;
    }
}
