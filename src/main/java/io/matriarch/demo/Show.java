package io.matriarch.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The fixed show: each step must end with one leader, the others streaming and every row there. */
final class Show {

    /**
     * @param tells what is about to happen, with the leader's name for {@code %s}
     */
    private record Step(String tells, Fault fault) {}

    private static final List<Step> STEPS =
            List.of(
                    new Step("switchover: %s hands over in order", new Fault.Switchover()),
                    new Step("kill -9 of %s's PostgreSQL", new Fault.PostgresKill()),
                    new Step(
                            "the whole of %s is lost: agent, switch and PostgreSQL at once;"
                                    + " it comes back when another one leads",
                            new Fault.NodeKill()),
                    new Step(
                            "kill -9 of %s's agent; PostgreSQL stays behind",
                            new Fault.AgentKill()),
                    new Step(
                            "%s's agent is stopped for 12 s (SIGSTOP); PostgreSQL stays behind",
                            new Fault.AgentStop(Duration.ofSeconds(12))),
                    new Step(
                            "the whole of %s is destroyed with its data directory; a new node"
                                    + " with an empty disk takes its place",
                            new Fault.NodeDestroy()));

    private final Herd herd;
    private final Screen screen;
    private final Trial trial;
    private final long begin;

    /**
     * @param begin of the whole demo, in nanoseconds
     */
    Show(Herd herd, Screen screen, Trial trial, long begin) {
        this.herd = herd;
        this.screen = screen;
        this.trial = trial;
        this.begin = begin;
    }

    /** True when every step went right. */
    boolean run() throws IOException, InterruptedException, Failed {
        int right = 0;
        for (int i = 0; i < STEPS.size(); i++) {
            right += step(i + 1, STEPS.get(i)) ? 1 : 0;
        }
        screen.say(
                "\n%d of %d steps went right, %s after the start"
                        .formatted(right, STEPS.size(), sinceBegin()));
        return right == STEPS.size();
    }

    private boolean step(int number, Step step) throws IOException, InterruptedException, Failed {
        String leader = herd.look().leader().orElse("nobody");
        screen.say(
                "\n== step %d, %s after the start: %s"
                        .formatted(number, sinceBegin(), step.tells().formatted(leader)));
        Outcome outcome = trial.run(step.fault());
        String told = "%s leads; %s".formatted(outcome.after(), outcome.figures().sentence());
        screen.say(
                outcome.wrong()
                        .map(why -> "WRONG in step %d: %s (%s)".formatted(number, why, told))
                        .orElse("right: " + told));
        return outcome.wrong().isEmpty();
    }

    private String sinceBegin() {
        return Words.span((System.nanoTime() - begin) / 1e9);
    }
}
