package io.matriarch.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Runs commands as an operator does. */
record HerdShell(Herd herd, Programs programs) {
    private static final int LOOKS = 60;

    /** How a command ended, and what it printed. */
    record Ended(int exit, String text) {}

    String done(String... words) throws Exception {
        Ended ended = run(words);
        assertEquals(0, ended.exit(), () -> String.join(" ", words) + "\n" + ended.text());
        return ended.text();
    }

    /** It ends with 1, and says why. */
    String refused(String... words) throws Exception {
        Ended ended = run(words);
        assertEquals(1, ended.exit(), () -> String.join(" ", words) + "\n" + ended.text());
        return ended.text();
    }

    void until(String command, Predicate<String> right) throws Exception {
        String text = "";
        for (int i = 0; i < LOOKS; i++) {
            text = done(command);
            if (right.test(text)) {
                return;
            }
            Thread.sleep(500);
        }
        throw new AssertionError(text);
    }

    Ended run(String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(programs.matriarch().toString());
        line.addAll(List.of(words));
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().keySet().removeIf(k -> k.startsWith("MATRIARCH_"));
        builder.environment().put("MATRIARCH_API", "http://127.0.0.1:" + anybody().api().port());
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        System.out.printf("$ matriarch %s%n%s", String.join(" ", words), text);
        return new Ended(exit, text);
    }

    /** The first whose agent has not been killed by a test. */
    private HerdNode anybody() {
        return herd.nodes().stream().filter(HerdNode::agentRuns).findFirst().orElseThrow();
    }
}
