package io.matriarch.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks over the lines that say who may log in, and whether they go with each other. */
public final class AccessCheck {

    private AccessCheck() {}

    /**
     * One line about the first thing that cannot be, for each key.
     *
     * @param values of a document, by key
     */
    public static List<String> problems(Map<String, String> values) {
        String hba = values.getOrDefault(SharedKeys.HBA, "");
        String ident = values.getOrDefault(SharedKeys.IDENT, "");
        List<String> wrong = new ArrayList<>();
        AccessWords.lines(hba)
                .flatMap(line -> HbaCheck.problem(line).stream())
                .findFirst()
                .or(() -> unmapped(hba, ident))
                .ifPresent(why -> wrong.add(SharedKeys.HBA + ": " + why));
        AccessWords.lines(ident)
                .flatMap(line -> IdentCheck.problem(line).stream())
                .findFirst()
                .ifPresent(why -> wrong.add(SharedKeys.IDENT + ": " + why));
        return wrong;
    }

    /** With a map that has no line nobody gets in. */
    private static Optional<String> unmapped(String hba, String ident) {
        Set<String> maps =
                AccessWords.lines(ident).map(IdentCheck::map).collect(Collectors.toSet());
        return AccessWords.lines(hba)
                .flatMap(
                        line ->
                                HbaCheck.map(line)
                                        .filter(map -> !maps.contains(map))
                                        .map(map -> unmappedLine(line, map))
                                        .stream())
                .findFirst();
    }

    private static String unmappedLine(String line, String map) {
        return "\"%s\" goes by the map %s, which no line of %s defines: %s SYSTEM-USER DATABASE-USER is right there"
                .formatted(line, map, SharedKeys.IDENT, map);
    }
}
