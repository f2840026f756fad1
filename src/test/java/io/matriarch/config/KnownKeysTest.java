package io.matriarch.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The list of keys, the mapping and the documentation say the same. */
final class KnownKeysTest {

    @Test
    void theListIsTheMapping() {
        var mapped =
                ConfigMappings.getProperties(ConfigClass.configClass(AgentKeys.class))
                        .keySet()
                        .stream()
                        .map(name -> name.substring(KnownKeys.PREFIX.length() + 1))
                        .map(name -> name.replaceAll("(\\.\\*|\\[\\*])$", ""))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(KnownKeys.SINGLE), mapped);
        assertTrue(mapped.size() <= 35, "a user can know 35 keys of a node");
        assertTrue(SharedKeys.all().count() <= 36, "and 36 of a cluster");
    }

    @Test
    void noKeyIsBothANodesAndTheClusters() {
        assertEquals(List.of(), SharedKeys.all().filter(KnownKeys.SINGLE::contains).toList());
    }

    /** A node refuses to start with a key that it does not know. */
    @Test
    void theUserDataOfTheTerraformModuleNamesNoOther() throws Exception {
        var lines = Files.readAllLines(Path.of("terraform", "templates", "user-data.yaml.tftpl"));
        var named = new TreeSet<String>();
        var flow = Pattern.compile("([a-z]+): \\{([a-z0-9-]+):.*");
        var initial = Pattern.compile("  ([a-z]+): \\{([a-z0-9-]+):.*");
        var nested = Pattern.compile("  ([a-z0-9-]+): [^{]*");
        for (String line : lines) {
            var inFlow = flow.matcher(line);
            var below = nested.matcher(line);
            var shared = initial.matcher(line);
            if (inFlow.matches()) {
                named.add(inFlow.group(1) + "." + inFlow.group(2));
            } else if (shared.matches()) {
                named.add("initial." + shared.group(1) + "." + shared.group(2));
            } else if (below.matches()) {
                named.add("postgres." + below.group(1));
            }
        }
        assertTrue(named.contains("store.table"), named::toString);
        assertTrue(named.contains("initial.lease.ttl"), named::toString);
        assertTrue(KnownKeys.all().toList().containsAll(named), named::toString);
    }

    @Test
    void theDocumentationHasARowForEach() throws Exception {
        var rows =
                Files.readAllLines(Path.of("docs", "configuration.md")).stream()
                        .filter(line -> line.startsWith("| `") && !line.startsWith("| `matriarch "))
                        .map(line -> line.substring(3, line.indexOf('`', 3)))
                        .map(key -> key.replace(".*", ""))
                        .toList();
        var all = new TreeSet<>(KnownKeys.SINGLE);
        all.addAll(SharedKeys.all().toList());
        all.add("tags");
        assertEquals(all, new TreeSet<>(rows));
        assertEquals(new TreeSet<>(rows).size(), rows.size());
    }
}
