package io.matriarch.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Many runs on all cores, and what to print of them. */
final class Seeds {

    private Seeds() {}

    /** All runs together; {@code failures} by seed. */
    record Tally(
            int runs,
            List<Simulation.Outcome> failures,
            double seconds,
            double virtualHours,
            double worstRecoverySeconds,
            int doubled) {

        String summary() {
            Map<String, Integer> rules = new TreeMap<>();
            failures.forEach(f -> rules.merge(f.broken().orElseThrow().rule(), 1, Integer::sum));
            return String.format(
                    Locale.ROOT,
                    "simulation: %d seeds in %.1f s (%.0f a second, %.2f cluster-hours a second),"
                            + " slowest recovery %.1f s, %d with a timeline number used twice,"
                            + " %d broken %s",
                    runs,
                    seconds,
                    runs / seconds,
                    virtualHours / seconds,
                    worstRecoverySeconds,
                    doubled,
                    failures.size(),
                    rules.isEmpty() ? "" : rules.toString());
        }
    }

    /**
     * @param enough runs end early after this many failures
     */
    static Tally run(long[] seeds, Set<Bug> bugs, int enough) {
        return run(seeds, bugs, Optional.empty(), enough);
    }

    /**
     * @param temper another kind of day than that of each seed
     */
    static Tally run(long[] seeds, Set<Bug> bugs, Optional<Temper> temper, int enough) {
        long began = System.nanoTime();
        AtomicInteger next = new AtomicInteger();
        List<Simulation.Outcome> failures = new ArrayList<>();
        double[] sums = new double[2];
        int[] runs = new int[2];
        Object lock = new Object();
        Runnable work =
                () -> {
                    for (int i = next.getAndIncrement();
                            i < seeds.length;
                            i = next.getAndIncrement()) {
                        Simulation.Outcome outcome =
                                new Simulation(seeds[i], bugs, temper, _ -> {}, false).run();
                        synchronized (lock) {
                            runs[0]++;
                            sums[0] += outcome.virtualNanos() / 3.6e12;
                            sums[1] = Math.max(sums[1], outcome.recovery() / 1e9);
                            runs[1] += outcome.doubled() ? 1 : 0;
                            if (outcome.broken().isPresent()) {
                                failures.add(outcome);
                            }
                            if (failures.size() >= enough) {
                                next.set(seeds.length);
                            }
                            progress(runs[0], seeds.length, failures.size(), began);
                        }
                    }
                };
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(Thread.ofPlatform().name("simulation-" + i).start(work));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        failures.sort(Comparator.comparingLong(Simulation.Outcome::seed));
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Tally(runs[0], failures, seconds, sums[0], sums[1], runs[1]);
    }

    private static void progress(int done, int of, int broken, long began) {
        if (done % 2_000 == 0) {
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "simulation: %d of %d seeds, %.0f a second, %d broken%n",
                    done,
                    of,
                    done / seconds,
                    broken);
        }
    }

    static String summary(Simulation.Outcome o) {
        return String.format(
                Locale.ROOT,
                "seed %d: %s, %d nodes, %.1f virtual seconds, %d events, recovered %.1f s after the"
                        + " last fault, %d bytes lost",
                o.seed(),
                o.temper(),
                o.nodes(),
                o.virtualNanos() / 1e9,
                o.events(),
                o.recovery() / 1e9,
                o.lost());
    }

    /** The rule, the end of the story, and how to see all of it. */
    static String report(Simulation.Outcome o) {
        return """
        seed %d breaks a rule (%s, %d nodes)
        %s
        the last lines:
        %s
        replay: ./mvnw -B -q test -Dtest=SimulationTest -Dsim.seed=%d -Dsim.trace=1
        """
                .formatted(
                        o.seed(),
                        o.temper(),
                        o.nodes(),
                        o.broken().map(Violation::getMessage).orElse("none"),
                        String.join("\n", o.lastLines()),
                        o.seed());
    }
}
