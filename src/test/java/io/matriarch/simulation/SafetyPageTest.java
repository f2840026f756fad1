package io.matriarch.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** docs/safety.md argues for each rule, and names each planted mistake. */
class SafetyPageTest {

    private static final Path PAGE = Path.of("docs", "safety.md");

    @Test
    void everyRuleHasItsArgumentAndItsCheck() throws IOException {
        String page = Files.readString(PAGE);
        Set<String> rules =
                IntStream.rangeClosed(1, 14)
                        .mapToObj(i -> "S" + i)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(rules, found(page, "(?m)^### (S[0-9]+) "));
        assertEquals(rules, found(page, "(?m)^\\| (S[0-9]+) \\|"));
    }

    @Test
    void everyPlantedMistakeIsNamed() throws IOException {
        Set<String> bugs =
                Arrays.stream(Bug.values())
                        .map(Enum::name)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> named = found(Files.readString(PAGE), "`([A-Z]+(?:_[A-Z]+)+)`");
        assertEquals(bugs, named);
    }

    private static Set<String> found(String page, String pattern) {
        Set<String> all = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(page);
        while (matcher.find()) {
            all.add(matcher.group(1));
        }
        return all;
    }
}
