package io.matriarch.agent;

import io.matriarch.host.Supervisor;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Tells the supervisor how the agent goes. Its own thread, so that the loop never waits for it; and
 * it says "alive" only for a loop that makes progress, or a hung agent would never be replaced.
 */
public final class Supervision {

    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final BooleanSupplier stepped;
    private final BooleanSupplier alive;
    private final Supplier<String> sentence;
    private final Supervisor supervisor;
    private boolean ready;
    private boolean stopping;
    private String said = "";

    /**
     * @param stepped whether the loop has taken its first step
     * @param alive whether it has taken one lately
     * @param sentence of its last decision
     */
    public Supervision(
            BooleanSupplier stepped,
            BooleanSupplier alive,
            Supplier<String> sentence,
            Supervisor supervisor) {
        this.stepped = stepped;
        this.alive = alive;
        this.sentence = sentence;
        this.supervisor = supervisor;
    }

    public void start() {
        Thread.ofVirtual().name("matriarch-supervision").start(this::run);
    }

    private void run() {
        Duration pause =
                supervisor
                        .patience()
                        .map(patience -> patience.dividedBy(3))
                        .filter(third -> third.compareTo(LONGEST) < 0)
                        .orElse(LONGEST);
        try {
            while (true) {
                round();
                Thread.sleep(pause);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void round() {
        if (!stepped.getAsBoolean()) {
            return;
        }
        if (!ready) {
            ready = true;
            supervisor.ready();
        }
        String because = sentence.get();
        if (!because.equals(said)) {
            said = because;
            supervisor.status(because);
        }
        if (alive.getAsBoolean()) {
            supervisor.alive();
        }
    }

    /** The agent was told to end; said once. */
    public synchronized void stopping() {
        if (!stopping) {
            stopping = true;
            supervisor.stopping();
        }
    }

    public void close() {
        supervisor.close();
    }
}
