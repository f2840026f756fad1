package io.matriarch.postgres.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a copy's tablespaces go. Each goes where the source has it, if that place is free here,
 * else beside it under a new name: what lies there may belong to the former directory, which is
 * kept.
 */
final class FreePlaces {

    private FreePlaces() {}

    /**
     * @param places absolute paths
     * @return arguments for pg_basebackup
     * @throws JobFailure when this user may make no such directory
     */
    static List<String> mapping(List<String> places) throws JobFailure, IOException {
        var arguments = new ArrayList<String>();
        for (String was : places) {
            Path place = free(Path.of(was));
            try {
                Files.createDirectories(place);
            } catch (IOException _) {
                throw new JobFailure(
                        "cannot make the directory %s of a tablespace: make it, owned by this user and empty"
                                .formatted(place));
            }
            arguments.add("--tablespace-mapping=" + escaped(was) + "=" + escaped(place.toString()));
        }
        return arguments;
    }

    private static Path free(Path was) throws IOException {
        Path place = was;
        for (int i = 2; !isFree(place); i++) {
            place = was.resolveSibling(was.getFileName() + "." + i);
        }
        return place;
    }

    private static boolean isFree(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return !Files.exists(place);
        }
        try (var entries = Files.list(place)) {
            return entries.findAny().isEmpty();
        }
    }

    private static String escaped(String path) {
        return path.replace("=", "\\=");
    }
}
