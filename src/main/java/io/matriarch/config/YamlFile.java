package io.matriarch.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

/**
 * Reads the keys of a file. Values are taken as they are written, so that {@code on} stays "on" and
 * {@code 0644} stays "0644".
 */
final class YamlFile {

    private final Path file;
    private final Findings findings;
    private final Map<String, Integer> lines = new HashMap<>();

    private YamlFile(Path file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /** False when no key could be read at all. */
    static boolean read(Path file, Findings findings) {
        return new YamlFile(file, findings).read();
    }

    private boolean read() {
        try {
            String text = Files.readString(file);
            Node root =
                    new Yaml(new SafeConstructor(new LoaderOptions()))
                            .compose(new StringReader(text));
            if (root == null) {
                return true;
            }
            if (root instanceof MappingNode map) {
                readMap("", map);
                return true;
            }
            findings.wrong(file + ": keys are right, such as \"cluster: herd\"");
        } catch (NoSuchFileException _) {
            findings.wrong("cannot read " + file + ": there is no such file");
        } catch (CharacterCodingException _) {
            findings.wrong("cannot read " + file + ": it is not UTF-8");
        } catch (IOException e) {
            String why = Files.isReadable(file) ? String.valueOf(e.getMessage()) : "not allowed";
            findings.wrong("cannot read " + file + ": " + why);
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            String line = mark == null ? "" : " line " + (mark.getLine() + 1);
            findings.wrong("%s%s is no YAML: %s".formatted(file, line, oneLine(e.getProblem())));
        } catch (YAMLException e) {
            findings.wrong(
                    "%s is no YAML: %s".formatted(file, oneLine(String.valueOf(e.getMessage()))));
        }
        return false;
    }

    private void readMap(String above, MappingNode map) {
        for (NodeTuple entry : map.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key) {
                readEntry(above + key.getValue(), key, entry.getValueNode());
            } else {
                findings.wrong(
                        "%s line %d: a key is right here"
                                .formatted(file, line(entry.getKeyNode())));
            }
        }
    }

    private void readEntry(String path, Node key, Node value) {
        Integer before = lines.put(path, line(key));
        if (before != null) {
            findings.wrong(
                    "%s in %s line %d: it stands in line %d already"
                            .formatted(path, file, line(key), before));
        } else if (KnownKeys.isSingle(path)) {
            readSingle(path, value);
        } else if (KnownKeys.holdsLines(path)) {
            readLines(path, value);
        } else if (path.equals(KnownKeys.PARAMETERS)) {
            readParameters("", value);
        } else if (path.startsWith(KnownKeys.PARAMETERS + ".")) {
            readParameter(path.substring(KnownKeys.PARAMETERS.length() + 1), value);
        } else if (path.equals(TagsCheck.GROUP) && value instanceof MappingNode tags) {
            readMap(TagsCheck.ABOVE, tags);
        } else if (path.equals(TagsCheck.GROUP)) {
            findings.wrong(where(path) + ": tags below it are right, such as \"nofailover: true\"");
        } else if (path.startsWith(TagsCheck.ABOVE)) {
            readSingle(path, value);
        } else if (path.startsWith(SharedKeys.INITIAL)
                && SharedKeys.isSlot(path.substring(SharedKeys.INITIAL.length()))) {
            readSingle(path, value);
        } else if (path.startsWith(SharedKeys.INITIAL)
                && SharedKeys.isSlotGroup(path.substring(SharedKeys.INITIAL.length()))
                && value instanceof MappingNode map) {
            readMap(path + ".", map);
        } else if (SharedKeys.isShared(path)) {
            findings.wrong(
                    path,
                    KnownKeys.belongsToTheCluster(path, where(path), SharedKeys.INITIAL + path));
        } else if (KnownKeys.isGroup(path)) {
            readGroup(path, value);
        } else if (SharedKeys.isGroup(path) && value instanceof MappingNode map) {
            readMap(path + ".", map);
        } else {
            findings.wrong(
                    "unknown key \"%s\" in %s%s"
                            .formatted(path, file, KnownKeys.hint(path, KnownKeys.all(), "\"")));
        }
    }

    private void readGroup(String path, Node value) {
        if (value instanceof MappingNode map) {
            readMap(path + ".", map);
        } else {
            findings.wrong(
                    "%s: keys below it are right: %s"
                            .formatted(where(path), String.join(", ", KnownKeys.below(path))));
        }
    }

    private void readSingle(String path, Node value) {
        if (value instanceof ScalarNode scalar) {
            String text = scalar.getValue().strip();
            if (text.isEmpty()) {
                findings.wrong(path, where(path) + ": it has no value");
            } else {
                findings.set(new Given(path, List.of(text), where(path)));
            }
        } else {
            findings.wrong(path, where(path) + ": one value is right");
        }
    }

    private void readLines(String path, Node value) {
        switch (value) {
            case ScalarNode scalar -> setLines(path, scalar.getValue().lines().toList());
            case SequenceNode list
                    when list.getValue().stream().allMatch(ScalarNode.class::isInstance) ->
                    setLines(
                            path,
                            list.getValue().stream()
                                    .map(line -> ((ScalarNode) line).getValue())
                                    .toList());
            default -> findings.wrong(where(path) + ": a list of lines is right");
        }
    }

    private void setLines(String path, List<String> lines) {
        findings.set(
                new Given(
                        path,
                        lines.stream().map(String::strip).filter(l -> !l.isEmpty()).toList(),
                        where(path)));
    }

    private void readParameters(String above, Node value) {
        if (!(value instanceof MappingNode map)) {
            findings.wrong(
                    where(KnownKeys.PARAMETERS)
                            + ": settings below it are right, such as \"work_mem: 16MB\"");
            return;
        }
        for (NodeTuple entry : map.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key) {
                String path = KnownKeys.PARAMETERS + "." + above + key.getValue();
                readEntry(path, key, entry.getValueNode());
            }
        }
    }

    private void readParameter(String setting, Node value) {
        String where = where(KnownKeys.PARAMETERS + "." + setting);
        switch (value) {
            case ScalarNode scalar -> findings.setParameter(setting, scalar.getValue(), where);
            case MappingNode _ when !setting.contains(".") -> readParameters(setting + ".", value);
            default -> findings.wrong(where + ": one value is right");
        }
    }

    private String where(String path) {
        return path + " in " + file;
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
