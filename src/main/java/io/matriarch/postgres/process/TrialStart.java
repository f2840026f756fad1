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

/**
 * Starts PostgreSQL where it finds its whole configuration and no data: it reads each file and
 * loads each library as at any start, and ends before it could serve anybody.
 */
record TrialStart(Programs programs, Path runDir) {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String NAME = "trial-";

    /**
     * @param data the directory that the start would be of
     */
    TrialVerdict of(Path data, Rendering r) throws InterruptedException {
        try {
            Path place = Files.createTempDirectory(runDir, NAME);
            try {
                TrialConfiguration.write(place, data, r);
                return new TrialWords(r).verdict(said(place, r));
            } finally {
                FolderTree.remove(place);
            }
        } catch (JobFailure | IOException e) {
            return new TrialVerdict.Unknown(JobFailure.words(e));
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
