package io.matriarch.postgres.process;

import io.matriarch.postgres.files.FolderTree;
import io.matriarch.postgres.files.Rendering;
import io.matriarch.postgres.files.TrialConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts PostgreSQL where it finds its whole configuration and no data: it reads each file and
 * loads each library as at any start, and ends before it could serve anybody.
 */
record TrialStart(Programs programs, Path runDir) {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String NAME = "trial-";

    /** What PostgreSQL made of it. */
    sealed interface Verdict {

        /**
         * @param ident lines of pg_ident.conf that it passes over, and why
         * @param ignored settings of extensions that it passes over, and why
         */
        record Starts(List<String> ident, Map<String, String> ignored) implements Verdict {}

        /**
         * @param wrong lines of pg_hba.conf that end a start, and why
         */
        record NoRules(List<String> wrong) implements Verdict {}

        /** Something else ends a start. */
        record Refused(String why) implements Verdict {}

        /** It could not be tried. */
        record Unknown(String why) implements Verdict {}
    }

    /**
     * @param data the directory that the start would be of
     */
    Verdict of(Path data, Rendering r) throws InterruptedException {
        try {
            Path place = Files.createTempDirectory(runDir, NAME);
            try {
                TrialConfiguration.write(place, data, r);
                return new TrialWords(r).verdict(said(place, r));
            } finally {
                FolderTree.remove(place);
            }
        } catch (JobFailure | IOException e) {
            return new Verdict.Unknown(JobFailure.words(e));
        }
    }

    private List<String> said(Path place, Rendering r) throws JobFailure, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-D", place.toString()));
        TrialConfiguration.overrides(place, r)
                .forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        return programs.run(LIMIT, "postgres", arguments.toArray(String[]::new))
                .errors()
                .lines()
                .toList();
    }

    /** Removes what an agent that was killed has left. */
    void clear() throws IOException {
        try (var left = Files.newDirectoryStream(runDir, NAME + "*")) {
            for (Path place : left) {
                FolderTree.remove(place);
            }
        }
    }
}
