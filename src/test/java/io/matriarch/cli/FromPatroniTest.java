package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/from-patroni.md promises to somebody who comes from there is there. */
final class FromPatroniTest {

    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Pattern QUOTED = Pattern.compile("\"([a-z{}/-]+)\"");

    @Test
    void eachCommandKeyAndEndpointExists() throws IOException {
        Set<String> keys = keys();
        Set<String> paths = paths();
        var wrong = new ArrayList<String>();
        int checked = 0;
        for (String cell : ours()) {
            for (String name : found(NAME, cell)) {
                checked++;
                boolean there =
                        name.startsWith("matriarch ")
                                ? isCommand(name)
                                : name.matches("[A-Z]+ /.*")
                                        ? paths.containsAll(segments(name))
                                        : !cell.startsWith("key") || keys.contains(name);
                if (!there) {
                    wrong.add(name);
                }
            }
        }
        assertTrue(checked > 60, "read only " + checked);
        assertEquals(List.of(), wrong);
    }

    /** The middle column, without what it calls missing. */
    private static List<String> ours() throws IOException {
        return Files.readAllLines(Path.of("docs/from-patroni.md")).stream()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.split("\\|")[2].strip())
                .filter(cell -> !cell.contains("missing") && !cell.contains("not needed"))
                .toList();
    }

    private static boolean isCommand(String name) {
        try {
            String[] words = name.split(" ");
            String[] asked = new String[words.length];
            System.arraycopy(words, 1, asked, 0, words.length - 1);
            asked[words.length - 1] = "--help";
            return new CommandRun().run(asked) == 0;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static List<String> segments(String endpoint) {
        return List.of(endpoint.substring(endpoint.indexOf('/') + 1).split("/"));
    }

    private static Set<String> keys() throws IOException {
        var keys = new TreeSet<String>();
        for (String line : Files.readAllLines(Path.of("docs/configuration.md"))) {
            if (line.startsWith("| `")) {
                keys.add(found(NAME, line).getFirst());
            }
        }
        return keys;
    }

    private static Set<String> paths() throws IOException {
        var paths = new TreeSet<>(Set.of("metrics"));
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/matriarch/api"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(source);
                String name = String.valueOf(source.getFileName());
                text.lines()
                        .filter(l -> l.contains("@Path(") || name.equals("HealthCheck.java"))
                        .flatMap(l -> found(QUOTED, l).stream())
                        .flatMap(p -> Stream.of(p.split("/")))
                        .forEach(paths::add);
            }
        }
        return paths;
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult r) -> r.group(1)).toList();
    }
}
