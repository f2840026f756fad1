package io.matriarch.cluster;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A replication slot that outlives its leader.
 *
 * @param logical decodes for a consumer; a physical one only keeps the log
 * @param database of a logical one; else empty
 * @param plugin that a logical one decodes with, such as {@code pgoutput}; else empty
 */
public record PermanentSlot(String name, boolean logical, String database, String plugin) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,63}");
    private static final Set<String> OWN = Set.of("matriarch_", "pg_");

    /** Why this is no slot that can be kept, to follow its key; empty when it is one. */
    public Optional<String> problem() {
        if (!NAME.matcher(name).matches()) {
            return Optional.of(
                    "is no name of a slot: 1 to 63 lower-case letters, digits and underscores");
        }
        if (OWN.stream().anyMatch(name::startsWith)) {
            return Optional.of(
                    "is no name for a permanent slot: names that begin with matriarch_ or pg_ are"
                            + " taken");
        }
        boolean whole = !database.isBlank() && !plugin.isBlank();
        if (logical && !whole) {
            return Optional.of("needs a database and a plugin, because its type is logical");
        }
        boolean bare = database.isEmpty() && plugin.isEmpty();
        return logical || bare
                ? Optional.empty()
                : Optional.of("is physical and takes neither a database nor a plugin");
    }
}
