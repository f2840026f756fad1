package io.matriarch.demo;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Does one fault to a herd at peace, heals it, and tells how it went. */
final class Trial {

    private static final long PEACE_SECONDS = 120;
    private static final long TAKEOVER_SECONDS = 60;
    private static final long BACKUP_SECONDS = 90;
    private static final long SETTLE_MILLIS = 1_500;

    private final Herd herd;
    private final Meter meter;
    private final Screen screen;
    private final boolean waits;

    Trial(Herd herd, Meter meter, Screen screen, boolean waits) {
        this.herd = herd;
        this.meter = meter;
        this.screen = screen;
        this.waits = waits;
    }

    /**
     * @throws Failed when the herd was not at peace to begin with
     */
    Outcome run(Fault fault) throws IOException, InterruptedException, Failed {
        var wrong = new Verdict(Expected.of(fault).losing(!waits));
        Optional<String> unrest = herd.awaitPeace(PEACE_SECONDS, waits);
        if (unrest.isPresent()) {
            throw new Failed("the herd is not at peace: " + unrest.get());
        }
        if (fault instanceof Fault.NodeDestroy && herd.awaitBackup(BACKUP_SECONDS).isEmpty()) {
            throw new Failed(
                    "the archive holds no base backup after %d s".formatted(BACKUP_SECONDS));
        }
        awaitFlow();
        Before before = Before.of(herd);
        meter.begin();
        HerdNode victim = herd.node(before.leader());
        long begin = System.nanoTime();
        Comeback comeback;
        try (var damage = new Damage(herd, fault, victim)) {
            try {
                damage.inflict();
                awaitConsequences(fault, wrong);
            } finally {
                comeback = new Comeback(victim);
                damage.heal();
            }
        }
        wrong.peace(herd.awaitPeace(PEACE_SECONDS, waits));
        if (fault instanceof Fault.NodeDestroy) {
            screen.event(comeback.sentence());
            // Where commits wait for it, only the leader's own data will do (S9).
            if (!waits) {
                wrong.restored(comeback.backup());
            }
        }
        double seconds = Words.seconds(System.nanoTime() - begin);
        awaitFlow();
        TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
        return outcome(fault, before, seconds, wrong);
    }

    private void awaitConsequences(Fault fault, Verdict wrong) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(fault.lasting().toMillis());
        if (!Expected.of(fault).interrupts()) {
            return;
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TAKEOVER_SECONDS);
        while (!(meter.resumed() && meter.flows())) {
            if (System.nanoTime() > end) {
                wrong.nobodyTookOver(TAKEOVER_SECONDS);
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        screen.event(
                "commits are acknowledged again; the longest gap was "
                        + Words.span(meter.longestGap()));
    }

    private void awaitFlow() throws InterruptedException {
        for (int i = 0; i < 200 && !meter.flows(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private Outcome outcome(Fault fault, Before before, double seconds, Verdict wrong)
            throws InterruptedException {
        HerdView now = herd.look();
        String leader = now.leader().orElse("nobody");
        try {
            Figures figures = meter.read();
            wrong.figures(figures);
            wrong.leader(before.leader(), leader);
            return new Outcome(
                    fault,
                    figures,
                    before.leader(),
                    leader,
                    now.epoch() - before.epoch(),
                    before.restarts(herd),
                    before.warnings(herd),
                    seconds,
                    wrong.first());
        } catch (SQLException e) {
            throw new IllegalStateException("the leader does not show its rows", e);
        }
    }
}
