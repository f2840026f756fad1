package io.matriarch.decision;

import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import java.time.Duration;
import java.util.Optional;

/** Keeps count of what goes wrong with PostgreSQL, and since when. */
public final class Health {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration SLOTS_AGAIN = Duration.ofSeconds(5);
    private static final int TIRED = 3;
    private static final Duration FORGET_HANG = Duration.ofMinutes(10);

    private Health() {}

    /** Since when the server has been silent without working, or apart from its upstream. */
    static Memory update(Observation seen, Memory memory) {
        boolean hung =
                seen.server().orElse(null) instanceof PostgresView.Silent silent
                        && !silent.working();
        boolean apart =
                seen.server().orElse(null) instanceof PostgresView.Standby standby
                        && !standby.streaming();
        Lsn replayed =
                seen.server().orElse(null) instanceof PostgresView.Standby s && apart
                        ? s.replayed()
                        : Lsn.ZERO;
        // One that gets on with the archive's log, or its own, needs no other way to its leader.
        boolean onward = memory.apartSince().isPresent() && replayed.isAfter(memory.replayed());
        boolean leads =
                seen.server().orElse(null) instanceof PostgresView.Primary
                        // A standby leader holds the lease, too, and keeps a standby's slots.
                        || (memory.halt() == Halt.WRITES && seen.tenure().validAt(seen.now()));
        boolean otherRole =
                memory.slots().isPresent()
                        && seen.server().isPresent()
                        && seen.server().get().hasProcess()
                        && memory.slots().get().primary() != leads
                        && (seen.server().get() instanceof PostgresView.Primary
                                || seen.server().get() instanceof PostgresView.Standby);
        Memory next =
                memory.silent(since(hung, memory.silentSince(), seen.now()))
                        .apart(
                                since(
                                        apart,
                                        onward ? Optional.empty() : memory.apartSince(),
                                        seen.now()))
                        .replayed(replayed);
        return otherRole ? next.keeping(Optional.empty()) : next;
    }

    private static Optional<Moment> since(boolean now, Optional<Moment> before, Moment moment) {
        return now ? before.or(() -> Optional.of(moment)) : Optional.empty();
    }

    /** Nothing that was watched counts any more (S1). */
    public static Memory watchAgain(Memory memory) {
        return memory.watching(Optional.empty()).absent(Optional.empty());
    }

    /** What the end of a job teaches. */
    public static Memory learn(Memory memory, PostgresJob job, JobOutcome outcome, Moment now) {
        Memory learnt =
                switch (outcome) {
                    case JobOutcome.Failed(var why) -> failed(memory, job, why, now);
                    case JobOutcome.Done _, JobOutcome.Rewound _ -> succeeded(memory, job, now);
                };
        return Ordering.learn(learnt, job, outcome);
    }

    private static Memory failed(Memory memory, PostgresJob job, String why, Moment now) {
        Memory.Trouble before = memory.trouble();
        int failures = counted(before.failures(), job);
        Duration pause =
                failures == before.failures()
                        ? SLOTS_AGAIN
                        : Duration.ofMillis(500L << Math.min(failures - 1, 6));
        Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        String last = job.words() + " failed: " + why;
        Memory next =
                memory.troubled(
                        new Memory.Trouble(
                                failures,
                                last,
                                now.plus(bounded),
                                before.hangs(),
                                before.hangAt()));
        if (job instanceof PostgresJob.Synchronize) {
            return next.sync(next.sync().unknown());
        }
        // A checkpoint that fails must not hold up a hand-over: the shutdown makes its own.
        return job instanceof PostgresJob.Checkpoint ? flushed(next) : next;
    }

    /**
     * Slots that cannot be made are no reason to give a lease back: the server runs, and what comes
     * next is its ordinary restart.
     */
    private static int counted(int before, PostgresJob job) {
        return job instanceof PostgresJob.KeepSlots && before >= TIRED - 1 ? before : before + 1;
    }

    private static Memory succeeded(Memory memory, PostgresJob job, Moment now) {
        return switch (job) {
            case PostgresJob.Checkpoint _ -> flushed(served(memory, now));
            case PostgresJob.KeepSlots(var members) ->
                    served(memory, now)
                            .keeping(
                                    Optional.of(
                                            new Memory.Slots(
                                                    memory.halt() == Halt.WRITES, members)));
            case PostgresJob.Synchronize(var wait) ->
                    served(memory, now).sync(memory.sync().inForce(wait, now));
            case PostgresJob.Follow _, PostgresJob.Detach _ -> memory;
            case PostgresJob.Stop _ -> memory.sync(memory.sync().unknown());
            case PostgresJob.Initialize _,
                    PostgresJob.Clone _,
                    PostgresJob.Restore _,
                    PostgresJob.StartPrimary _,
                    PostgresJob.StartStandby _,
                    PostgresJob.Promote _,
                    PostgresJob.Rejoin _ ->
                    well(memory.apart(Optional.empty()).sync(memory.sync().unknown()), now);
        };
    }

    /**
     * A leader's server that does what it is asked has no row of failures: else three in weeks,
     * such as slots that could not be made during restarts, would cost it the lease.
     */
    private static Memory served(Memory memory, Moment now) {
        return memory.halt() == Halt.WRITES ? well(memory, now) : memory;
    }

    private static Memory well(Memory memory, Moment now) {
        Memory.Trouble t = memory.trouble();
        return memory.troubled(new Memory.Trouble(0, "", now, t.hangs(), t.hangAt()));
    }

    private static Memory flushed(Memory memory) {
        return memory.handing(
                memory.handOver()
                        .map(h -> new Memory.HandOver(h.request(), h.heir(), h.since(), true)));
    }

    /** One more server that hung and was killed. */
    static Memory hung(Memory memory, Moment now) {
        Memory.Trouble t = memory.trouble();
        boolean again = t.hangs() > 0 && now.since(t.hangAt()).compareTo(FORGET_HANG) < 0;
        return memory.silent(Optional.empty())
                .troubled(
                        new Memory.Trouble(
                                t.failures(),
                                t.last(),
                                t.retryAt(),
                                again ? t.hangs() + 1 : 1,
                                now));
    }

    /** It was killed for a hang twice within some minutes: another one shall lead. */
    static boolean hangsAgain(Memory memory, Moment now) {
        Memory.Trouble t = memory.trouble();
        return t.hangs() > 1 && now.since(t.hangAt()).compareTo(FORGET_HANG) < 0;
    }

    /** It failed so often in a row that another member may do better. */
    static boolean tired(Memory memory) {
        return memory.trouble().failures() >= TIRED;
    }

    static boolean resting(Memory memory, Moment now) {
        return memory.trouble().failures() > 0 && now.isBefore(memory.trouble().retryAt());
    }
}
