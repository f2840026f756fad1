package io.matriarch.config;

import io.matriarch.cluster.ClusterSettings;
import io.matriarch.cluster.DocumentReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The checks of the cluster's document: the same as those of a node's file at its start. */
public final class DocumentCheck implements DocumentReader {

    @Override
    public Read read(Map<String, String> values) {
        var findings = new Findings("the document");
        values.forEach((key, value) -> findings.set(new Given(key, List.of(value), key)));
        Optional<ClusterSettings> settings =
                new SharedCheck(findings, new KeyReader(findings), "").settings();
        return settings.<Read>map(Read.Good::new)
                .orElseGet(() -> new Read.Bad(List.copyOf(findings.wrong())));
    }

    @Override
    public List<String> problems(Map<String, String> values) {
        List<String> wrong = new ArrayList<>();
        for (String key : values.keySet()) {
            if (!SharedKeys.isShared(key)
                    || key.equals(SharedKeys.PARAMETERS)
                    || key.equals(SharedKeys.SLOTS)) {
                wrong.add(unknown(key));
            } else if (SharedKeys.isParameter(key)) {
                Findings.settingProblem(key.substring(SharedKeys.PARAMETERS.length() + 1), key)
                        .ifPresent(wrong::add);
            }
        }
        wrong.addAll(AccessCheck.problems(values));
        if (read(values) instanceof Read.Bad(var more)) {
            wrong.addAll(more);
        }
        return wrong;
    }

    private static String unknown(String key) {
        if (KnownKeys.SINGLE.contains(key)) {
            return key + " belongs to a node, not to the cluster: set it in that node's file";
        }
        if (key.equals(SharedKeys.SLOTS) || key.startsWith(SharedKeys.SLOTS + ".")) {
            return "unknown key \"%s\": slots.NAME.type, slots.NAME.database and slots.NAME.plugin are right"
                    .formatted(key);
        }
        return "unknown key \"" + key + "\"" + KnownKeys.hint(key, SharedKeys.all(), "\"");
    }
}
