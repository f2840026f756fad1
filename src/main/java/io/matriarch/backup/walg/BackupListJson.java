package io.matriarch.backup.walg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.backup.BackupFailure;
import io.matriarch.backup.BaseBackup;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code wal-g backup-list --detail --json} prints. */
final class BackupListJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A delta's name ends in the segment that the backup under it begins in. */
    private static final Pattern NAME =
            Pattern.compile("base_([0-9A-F]{8})[0-9A-F]{16}(?:_D_([0-9A-F]{24}))?");

    private BackupListJson() {}

    /** Oldest first; nothing printed is nothing there. */
    static List<BaseBackup> read(String printed) throws BackupFailure {
        if (printed.isBlank()) {
            return List.of();
        }
        try {
            JsonNode all = JSON.readTree(printed);
            List<String> names = new ArrayList<>();
            all.forEach(n -> names.add(n.path("backup_name").asText()));
            List<BaseBackup> found = new ArrayList<>();
            for (JsonNode n : all) {
                Matcher name = NAME.matcher(n.path("backup_name").asText());
                if (name.matches()) {
                    found.add(backup(n, name, names));
                }
            }
            found.sort(Comparator.comparing(BaseBackup::stored).thenComparing(BaseBackup::name));
            return found;
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
            throw new BackupFailure(
                    "wal-g backup-list printed what is not known here: " + e.getMessage(), e);
        }
    }

    private static BaseBackup backup(JsonNode n, Matcher name, List<String> names) {
        Instant stored = time(n, "time").or(() -> time(n, "finish_time")).orElse(Instant.EPOCH);
        Optional<String> under =
                Optional.ofNullable(name.group(2))
                        .map(
                                digits ->
                                        names.stream()
                                                .filter(other -> other.startsWith("base_" + digits))
                                                .findFirst()
                                                .orElse("base_" + digits));
        return new BaseBackup(
                name.group(),
                under,
                new Timeline(Integer.parseUnsignedInt(name.group(1), 16)),
                new Lsn(n.path("start_lsn").asLong()),
                new Lsn(n.path("finish_lsn").asLong()),
                time(n, "start_time").orElse(stored),
                stored,
                n.path("uncompressed_size").asLong(),
                n.path("compressed_size").asLong(),
                n.has("system_identifier")
                        ? new SystemId(n.path("system_identifier").asText())
                        : SystemId.NONE,
                n.path("pg_version").asInt(),
                n.path("hostname").asText(),
                n.path("is_permanent").asBoolean(),
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<Instant> time(JsonNode n, String field) {
        return n.hasNonNull(field)
                ? Optional.of(java.time.OffsetDateTime.parse(n.path(field).asText()).toInstant())
                : Optional.empty();
    }
}
