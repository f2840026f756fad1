package io.matriarch.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/** Many runs on all cores. */
final class Seeds {

    private final long count;
    private final LongUnaryOperator seed;
    private final Set<Bug> bugs;
    private final Optional<Temper> temper;
    private final int enough;
    private final AtomicLong next = new AtomicLong();
    private final Tally tally = new Tally();

    /**
     * @param seed of each of the {@code count} runs, which are numbered from 0
     * @param enough no run begins after this many failures
     */
    Seeds(long count, LongUnaryOperator seed, Set<Bug> bugs, Optional<Temper> temper, int enough) {
        this.count = count;
        this.seed = seed;
        this.bugs = bugs;
        this.temper = temper;
        this.enough = enough;
    }

    static Tally run(long[] seeds, Set<Bug> bugs, int enough) {
        return run(seeds, bugs, Optional.empty(), enough);
    }

    /**
     * @param temper another kind of day than that of each seed
     */
    static Tally run(long[] seeds, Set<Bug> bugs, Optional<Temper> temper, int enough) {
        Seeds all = new Seeds(seeds.length, i -> seeds[(int) i], bugs, temper, enough);
        all.run();
        return all.tally;
    }

    static Tally run(LongStream seeds) {
        return run(seeds.toArray(), Set.of(), 20);
    }

    Tally tally() {
        return tally;
    }

    /** Returns when all of them have ended. */
    void run() {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(Thread.ofPlatform().name("simulation-" + i).start(this::work));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        tally.end();
    }

    private void work() {
        for (long i = next.getAndIncrement();
                i < count && tally.failures().size() < enough;
                i = next.getAndIncrement()) {
            long number = seed.applyAsLong(i);
            tally.add(new Simulation(number, bugs, temper, _ -> {}, false).run());
        }
    }

    /** All runs so far, together. */
    static final class Tally {
        private final long began = System.nanoTime();
        private final List<Simulation.Outcome> failures = new ArrayList<>();
        private long runs;
        private double hours;
        private double slowestRecovery;
        private int doubled;
        private double seconds = -1;

        synchronized void add(Simulation.Outcome outcome) {
            runs++;
            hours += outcome.virtualNanos() / 3.6e12;
            slowestRecovery = Math.max(slowestRecovery, outcome.recovery() / 1e9);
            doubled += outcome.doubled() ? 1 : 0;
            if (outcome.broken().isPresent()) {
                failures.add(outcome);
            }
        }

        synchronized void end() {
            seconds = seconds();
        }

        synchronized long runs() {
            return runs;
        }

        /** Those that broke a rule, in the order in which they ended. */
        synchronized List<Simulation.Outcome> failures() {
            return List.copyOf(failures);
        }

        synchronized double seconds() {
            return seconds < 0 ? (System.nanoTime() - began) / 1e9 : seconds;
        }

        /** One line: how many, how fast, how many broken. */
        synchronized String line() {
            double took = seconds();
            return String.format(
                    Locale.ROOT,
                    "simulation: %,d seeds in %.0f s, %.0f seeds and %.1f cluster-hours a second,"
                            + " %d broken",
                    runs,
                    took,
                    runs / took,
                    hours / took,
                    failures.size());
        }

        /** Of the whole process: on a busy machine it says more than the time that passed. */
        private static double cpuSeconds() {
            return ProcessHandle.current()
                            .info()
                            .totalCpuDuration()
                            .orElse(Duration.ZERO)
                            .toMillis()
                    / 1e3;
        }

        /** The line, and what else there is to say at the end. */
        synchronized String summary() {
            return String.format(
                    Locale.ROOT,
                    "%s; %,.1f cluster-hours in %.0f s of CPU, slowest recovery %.1f s, %d with a"
                            + " timeline number used twice",
                    line(),
                    hours,
                    cpuSeconds(),
                    slowestRecovery,
                    doubled);
        }
    }
}
