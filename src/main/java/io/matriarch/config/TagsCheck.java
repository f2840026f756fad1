package io.matriarch.config;

import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Tags;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The tags of this node: eight that mean something, and any others. */
final class TagsCheck {

    static final String GROUP = "tags";
    static final String ABOVE = GROUP + ".";
    static final String VARIABLE = KnownKeys.VARIABLE_PREFIX + "TAGS_";

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,62}");
    private static final int LONGEST = 255;

    private final Findings findings;

    TagsCheck(Findings findings) {
        this.findings = findings;
    }

    /**
     * @param archive the node has one
     */
    Tags of(Optional<NodeName> self, boolean archive) {
        Map<String, String> given = findings.below(ABOVE);
        given.forEach(this::form);
        try {
            Tags tags = Tags.of(given);
            if (self.isPresent() && tags.replicatefrom().equals(self)) {
                findings.wrong(
                        "%s: %s is this node itself; another member's name is right"
                                .formatted(findings.where(ABOVE + "replicatefrom"), self.get()));
            }
            if (tags.nostream() && tags.replicatefrom().isPresent()) {
                findings.wrong(
                        "tags.nostream is true and tags.replicatefrom is %s: one of them is right"
                                .formatted(tags.replicatefrom().get()));
            }
            if (tags.nostream() && !archive) {
                findings.wrong(
                        "%s needs an archive to take the log from: set backup.s3-prefix"
                                .formatted(findings.where(ABOVE + "nostream")));
            }
            return tags;
        } catch (IllegalArgumentException e) {
            findings.wrong(String.valueOf(e.getMessage()));
            return Tags.NONE;
        }
    }

    private void form(String name, String value) {
        String where = findings.where(ABOVE + name);
        if (!NAME.matcher(name).matches()) {
            findings.wrong(
                    where
                            + ": a tag's name is 1 to 63 letters, digits, '_', '.' or '-', a letter"
                            + " first");
        }
        if (value.length() > LONGEST || value.lines().count() > 1) {
            findings.wrong(where + ": one line of at most " + LONGEST + " characters is right");
        }
    }
}
