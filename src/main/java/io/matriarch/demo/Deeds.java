package io.matriarch.demo;

import java.io.IOException;
import java.util.Optional;

/** Carries orders out, and says in a sentence what happens now. */
final class Deeds {

    private final Herd herd;
    private final HerdWatch watch;
    private final Aftermath aftermath;
    private final Screen screen;

    Deeds(Herd herd, HerdWatch watch, Aftermath aftermath, Screen screen) {
        this.herd = herd;
        this.watch = watch;
        this.aftermath = aftermath;
        this.screen = screen;
    }

    void awaitConsequences() throws InterruptedException {
        aftermath.await();
    }

    void perform(Order order) throws IOException, Failed {
        switch (order) {
            case Order.Kill(var node) -> kill(node);
            case Order.Destroy(var node) -> destroy(node);
            case Order.KillAgent(var node) -> killAgent(node);
            case Order.KillPostgres(var node) -> killPostgres(node);
            case Order.Stop(var node) -> stop(node);
            case Order.Hang(var node) -> hang(node);
            case Order.Cont(var node) -> cont(node);
            case Order.Start(var node) -> start(node);
            case Order.Store(var on) -> store(on);
            case Order.Switchover(var candidate) -> switchover(candidate);
            case Order.Show _ -> watch.show();
            case Order.Help _ -> screen.say(Prompt.HELP);
            case Order.Quit _, Order.Nothing _ -> {}
        }
    }

    private void kill(String name) throws IOException, Failed {
        HerdNode node = herd.node(name);
        aftermath.begin();
        node.kill();
        screen.event(
                "all of %s is gone; if it led, its lease runs out in 6 s at most, and the fittest standby takes it; `start %s` brings it back"
                        .formatted(name, number(name)));
    }

    private void destroy(String name) throws IOException, Failed {
        HerdNode node = herd.node(name);
        String backup =
                herd.look()
                        .newestBackup()
                        .orElseThrow(() -> new Failed("the archive holds no base backup yet"));
        aftermath.begin();
        node.destroy();
        screen.event(
                "all of %s is gone, its data directory too; a new %s with an empty disk takes its place, and finds %s in the archive"
                        .formatted(name, name, backup));
        aftermath.begin(new Comeback(node));
        node.start();
    }

    private void killAgent(String name) throws IOException, Failed {
        HerdNode node = herd.node(name);
        aftermath.begin();
        node.killAgent();
        screen.event(
                "%s's agent is gone and PostgreSQL runs on; if it led, its dead man's switch ends PostgreSQL before the lease does; `start %s` brings the agent back"
                        .formatted(name, number(name)));
    }

    private void killPostgres(String name) throws IOException, Failed {
        HerdNode node = herd.node(name);
        aftermath.begin();
        node.killPostmaster();
        screen.event(
                "%s's PostgreSQL is gone; its agent sees that at once, and if it led, releases the lease or starts PostgreSQL again"
                        .formatted(name));
    }

    private void stop(String name) throws IOException, Failed {
        HerdNode node = herd.node(name);
        aftermath.begin();
        node.stopAgent();
        screen.event(
                "%s's agent stands still; if it led, its dead man's switch ends PostgreSQL before the lease does; `cont %s` wakes it"
                        .formatted(name, number(name)));
    }

    private void hang(String name) throws IOException, Failed {
        HerdNode node = herd.node(name);
        aftermath.begin();
        node.stopPostgres();
        screen.event(
                "%s's PostgreSQL stands still with all its sessions; its agent looks on for some seconds before it calls that hung, because load alone is no reason"
                        .formatted(name));
    }

    private void cont(String name) throws IOException, Failed {
        HerdNode node = herd.node(name);
        aftermath.begin();
        node.cont();
        screen.event("what stood still on %s goes on".formatted(name));
    }

    private void start(String name) throws IOException, Failed {
        HerdNode node = herd.node(name);
        if (node.agentRuns()) {
            throw new Failed("%s's agent runs already".formatted(name));
        }
        aftermath.begin();
        node.start();
        screen.event(
                "%s starts; it finds the situation as it is, and follows whoever leads"
                        .formatted(name));
    }

    private void store(boolean on) throws IOException {
        aftermath.begin();
        if (on) {
            herd.store().on();
            screen.event("the store answers again");
        } else {
            herd.store().off();
            screen.event(
                    "the store takes connections and answers nothing; the leader asks all members directly, and goes on as long as every one of them confirms");
        }
    }

    private void switchover(Optional<String> candidate) throws IOException, Failed {
        String leader =
                herd.look()
                        .leader()
                        .orElseThrow(() -> new Failed("nobody leads, so nobody can hand over"));
        aftermath.begin();
        screen.event(
                "%s hands over%s: it stops in order, and only when the heir has received everything does it lead"
                        .formatted(leader, candidate.map(" to "::concat).orElse("")));
        NodeApi.Reply reply = herd.node(leader).api().switchover(leader, candidate);
        screen.event(reply.text());
    }

    private static String number(String name) {
        return name.substring(1);
    }
}
