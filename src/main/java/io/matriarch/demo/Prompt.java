package io.matriarch.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/** Takes orders until somebody quits, or the input ends. */
final class Prompt {

    static final String HELP =
            """
            switchover [N]    hand over in order, to node N or to the fittest
            kill N            the whole node is lost: agent, switch and PostgreSQL at once (SIGKILL)
            destroy N         the same with its disk; a new node comes back from the archive
            kill-agent N      only the agent dies; the dead man's switch is left with PostgreSQL
            kill-postgres N   only PostgreSQL dies
            stop N            the agent stands still (SIGSTOP)
            hang N            PostgreSQL stands still (SIGSTOP)
            cont N            whatever stands still on N goes on (SIGCONT)
            start N           start N's agent again after a kill
            store off|on      the store stops answering; answers again
            list, help, quit""";

    private final List<String> nodes;
    private final Deeds deeds;
    private final Screen screen;
    private final BufferedReader in;

    Prompt(List<String> nodes, Deeds deeds, Screen screen, BufferedReader in) {
        this.nodes = nodes;
        this.deeds = deeds;
        this.screen = screen;
        this.in = in;
    }

    void run() throws IOException, InterruptedException {
        screen.prompt();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!screen.isTerminal()) {
                // A script's next line comes when the last one's consequences have been seen.
                deeds.awaitConsequences();
                screen.say("> " + line);
            }
            if (!obey(line)) {
                return;
            }
            screen.prompt();
        }
        deeds.awaitConsequences();
    }

    /** False when that is all. */
    private boolean obey(String line) throws InterruptedException {
        try {
            Order order = Order.parse(line, nodes);
            if (order instanceof Order.Quit) {
                return false;
            }
            deeds.perform(order);
        } catch (IllegalArgumentException e) {
            screen.say(String.valueOf(e.getMessage()));
        } catch (Failed e) {
            screen.say(e.line());
        } catch (IOException e) {
            screen.say("that failed: " + e.getMessage());
        }
        return true;
    }
}
