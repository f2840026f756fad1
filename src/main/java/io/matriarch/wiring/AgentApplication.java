package io.matriarch.wiring;

import io.matriarch.agent.AgentRuntime;
import io.matriarch.agent.Supervision;
import io.matriarch.lease.dynamodb.TableSetup;
import io.quarkus.runtime.QuarkusApplication;
import java.time.Duration;
import sun.misc.Signal;

/** The agent's life: from the container's start to the signal that ends it. */
final class AgentApplication implements QuarkusApplication {

    private final System.Logger log = System.getLogger("matriarch");

    private final Assembly assembly;
    private final Reload reload;

    AgentApplication(Assembly assembly, Reload reload) {
        this.assembly = assembly;
        this.reload = reload;
    }

    @Override
    public int run(String... args) throws InterruptedException {
        AgentRuntime runtime = assembly.runtime();
        signals(runtime);
        boolean late = isEnding();
        Thread.ofVirtual().name("matriarch-table").start(this::makeTable);
        runtime.start();
        if (late) {
            begin(runtime, "TERM");
        }
        assembly.beginDuties();
        Supervision supervision = assembly.supervision();
        supervision.start();
        runtime.awaitEnd();
        supervision.close();
        assembly.close();
        log.log(System.Logger.Level.INFO, "the agent has ended: " + runtime.snapshot().because());
        return 0;
    }

    /** SIGTERM ends in order, with a hand-over; a second one does not hurry it. */
    private void signals(AgentRuntime runtime) {
        for (String name : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(name), _ -> begin(runtime, name));
        }
        Signal.handle(new Signal("HUP"), _ -> Thread.ofVirtual().start(reload::run));
    }

    /**
     * A signal that came while the container booted has begun the end of the JVM, which waits for
     * this very thread: whoever does not notice runs on for ever, and hears no other one.
     */
    private static boolean isEnding() {
        Thread probe = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            return !Runtime.getRuntime().removeShutdownHook(probe);
        } catch (IllegalStateException _) {
            return true;
        }
    }

    private void begin(AgentRuntime runtime, String signal) {
        Thread.ofPlatform().daemon().start(() -> end(runtime, signal));
    }

    private void end(AgentRuntime runtime, String signal) {
        log.log(System.Logger.Level.INFO, "SIG" + signal + ": ending in order");
        assembly.supervision().stopping();
        try {
            if (!runtime.stop(Assembly.stopLimit())) {
                log.log(
                        System.Logger.Level.ERROR,
                        "PostgreSQL did not stop in time; the dead man's switch ends it with the lease");
                Runtime.getRuntime().halt(1);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the table is there, the sentence says that the store cannot be read. */
    private void makeTable() {
        String last = "";
        while (true) {
            switch (assembly.store().createTableIfMissing()) {
                case TableSetup.Existed _ -> {
                    return;
                }
                case TableSetup.Created _ -> {
                    log.log(System.Logger.Level.INFO, "created the table");
                    assembly.runtime().wake();
                    return;
                }
                case TableSetup.NotUsable(var why) -> {
                    if (!why.equals(last)) {
                        log.log(System.Logger.Level.WARNING, why);
                    }
                    last = why;
                }
            }
            try {
                Thread.sleep(Duration.ofSeconds(1));
            } catch (InterruptedException _) {
                return;
            }
        }
    }
}
