package io.matriarch.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A document as YAML, of which JSON is a part; values stay as they are written. */
public final class DocumentText {

    private DocumentText() {}

    /**
     * @throws IllegalArgumentException one line that says where it is no document
     */
    public static Map<String, @Nullable Object> parse(String text) {
        try {
            Node root =
                    new Yaml(new SafeConstructor(new LoaderOptions()))
                            .compose(new StringReader(text));
            if (root == null) {
                return Map.of();
            }
            if (root instanceof MappingNode map) {
                return map(map);
            }
            throw new IllegalArgumentException("keys are right, such as \"lease: {ttl: 6s}\"");
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            throw new IllegalArgumentException(
                    "%sno YAML: %s"
                            .formatted(
                                    mark == null ? "" : "line " + (mark.getLine() + 1) + " is ",
                                    oneLine(String.valueOf(e.getProblem()))),
                    e);
        } catch (YAMLException e) {
            throw new IllegalArgumentException(
                    "no YAML: " + oneLine(String.valueOf(e.getMessage())), e);
        }
    }

    private static Map<String, @Nullable Object> map(MappingNode map) {
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        for (NodeTuple entry : map.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw new IllegalArgumentException(
                        "line %d: a key is right here"
                                .formatted(entry.getKeyNode().getStartMark().getLine() + 1));
            }
            if (found.containsKey(key.getValue())) {
                throw new IllegalArgumentException(
                        "line %d: \"%s\" stands there already"
                                .formatted(key.getStartMark().getLine() + 1, key.getValue()));
            }
            found.put(key.getValue(), value(entry.getValueNode()));
        }
        return found;
    }

    private static @Nullable Object value(Node node) {
        return switch (node) {
            case MappingNode map -> map(map);
            case ScalarNode scalar ->
                    scalar.getTag().equals(Tag.NULL) ? null : scalar.getValue().strip();
            case SequenceNode list -> {
                List<Object> lines = new ArrayList<>();
                for (Node line : list.getValue()) {
                    Object one = value(line);
                    lines.add(one == null ? "" : one);
                }
                yield lines;
            }
            default ->
                    throw new IllegalArgumentException(
                            "line %d: a value is right here"
                                    .formatted(node.getStartMark().getLine() + 1));
        };
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
