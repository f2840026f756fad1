package io.matriarch.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.cluster.FenceMode;
import io.matriarch.cluster.Replication;
import io.matriarch.simulation.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays each scenario on the simulator. Commands stand above {@code ----}, what the agents say to
 * them below it; {@code -Dscenario.rewrite=true} writes what they say now, for review.
 */
class ScenarioTest {

    private static final Path FOLDER = Path.of("src/test/resources/scenarios");

    /** Said often, and beside every story. */
    private static final List<String> EVERYDAY =
            List.of(
                    "it has not been read yet",
                    "I have not looked at PostgreSQL yet",
                    "looking at PostgreSQL",
                    "replication slots",
                    "slots that only a leader needs",
                    "recording how timeline",
                    "done: pointing",
                    "a replica of",
                    "waiting to stream from",
                    "choosing an heir: asking",
                    "asking the other members for their positions",
                    "done: running a checkpoint",
                    "done: stopping");

    static Stream<Path> scenarios() throws IOException {
        return Files.list(FOLDER).filter(p -> p.toString().endsWith(".txt")).sorted();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void plays(Path file) throws IOException {
        String script = Files.readString(file, UTF_8);
        String played = play(script);
        if (Boolean.getBoolean("scenario.rewrite")) {
            Files.writeString(file, played, UTF_8);
            return;
        }
        assertEquals(script, played, file + ": review, then -Dscenario.rewrite=true");
    }

    /** The script again, with what is said now in place of what it expects. */
    private static String play(String script) {
        Stage stage = stage(script);
        StringBuilder out = new StringBuilder();
        Map<String, String> last = new HashMap<>();
        boolean below = false;
        List<String> said = new ArrayList<>();
        for (String line : script.lines().toList()) {
            if (line.startsWith("herd ")) {
                out.append(line).append('\n');
            } else if (line.isBlank()) {
                below = false;
                said.clear();
                out.append('\n');
            } else if (line.startsWith("#")) {
                out.append(line).append('\n');
            } else if (line.equals("----")) {
                below = true;
                out.append(line).append('\n');
                said.forEach(s -> out.append(s).append('\n'));
            } else if (!below) {
                out.append(line).append('\n');
                said.addAll(worthTelling(stage.tell(line), last));
            }
        }
        return out.toString();
    }

    /**
     * Three nodes and asynchronous, unless a line such as "herd 2 sync" says otherwise; "herd 3
     * async required" has instances that are fenced.
     */
    private static Stage stage(String script) {
        return script.lines()
                .filter(l -> l.startsWith("herd "))
                .map(l -> l.split(" "))
                .map(
                        w ->
                                new Stage(
                                        1,
                                        Integer.parseInt(w[1]),
                                        new Replication(
                                                Replication.Mode.valueOf(w[2].toUpperCase(ROOT)),
                                                1),
                                        FenceMode.valueOf(
                                                (w.length > 3 ? w[3] : "off").toUpperCase(ROOT))))
                .findFirst()
                .orElseGet(() -> new Stage(1));
    }

    private static List<String> worthTelling(List<String> lines, Map<String, String> last) {
        List<String> told = new ArrayList<>();
        for (String line : lines) {
            String masked =
                    line.replaceAll("[0-9A-F]+/[0-9A-F]+", "LSN")
                            .replaceAll("[0-9]+ (B|kB|MB|bytes)\\b", "N $1")
                            .replaceAll("dropped=[0-9]+", "dropped=N");
            String node = masked.substring(0, masked.indexOf(':'));
            boolean everyday = EVERYDAY.stream().anyMatch(masked::contains);
            if (!everyday && !masked.equals(last.put(node, masked))) {
                told.add(masked);
            }
        }
        return told;
    }
}
