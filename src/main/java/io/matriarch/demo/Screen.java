package io.matriarch.demo;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/** Where the demo tells what goes on; a line that comes while somebody types leaves a prompt. */
final class Screen {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final String PROMPT = "> ";

    private final PrintStream out;
    private final boolean terminal;
    private boolean prompting;
    private boolean closed;

    Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    boolean isTerminal() {
        return terminal;
    }

    /** From now on a prompt stands below the last line. */
    synchronized void prompt() {
        prompting = terminal;
        if (prompting) {
            out.print("\r" + PROMPT);
            out.flush();
        }
    }

    synchronized void say(String text) {
        if (closed) {
            return;
        }
        out.println(prompting ? "\r\u001b[K" + text : text);
        if (prompting) {
            out.print(PROMPT);
        }
        out.flush();
    }

    /** One line with the time before it. */
    void event(String text) {
        say(LocalTime.now().format(TIME) + " " + text);
    }

    /** Says one last thing; what other threads say after it would only confuse. */
    synchronized void close(String text) {
        prompting = false;
        say(text);
        closed = true;
    }
}
