package io.matriarch.backup.s3.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.SystemId;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The sentinel and metadata.json, as WAL-G has them. */
final class SentinelJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATE_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ";

    private SentinelJson() {}

    /**
     * @throws IOException when it has another form
     */
    static Sentinel read(byte[] json, String name) throws IOException {
        try {
            JsonNode n = JSON.readTree(json);
            if (n == null || !n.isObject() || !n.path("LSN").isNumber()) {
                throw new IOException("the sentinel of %s has no LSN".formatted(name));
            }
            return new Sentinel(
                    lsn(n, "LSN"),
                    lsn(n, "FinishLSN"),
                    n.path("PgVersion").asInt(),
                    new SystemId(systemId(n)),
                    n.path("UncompressedSize").asLong(),
                    n.path("CompressedSize").asLong(),
                    tablespaces(n.hasNonNull("Spec") ? n.path("Spec") : n.path("spec")),
                    delta(n),
                    time(n, "StartTime"),
                    time(n, "FinishTime"),
                    n.path("Hostname").asText(""),
                    n.path("DataDir").asText(""),
                    n.path("IsPermanent").asBoolean(),
                    !n.path("FilesMetadataDisabled").asBoolean());
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
            throw new IOException("the sentinel of %s is damaged".formatted(name), e);
        }
    }

    private static Optional<Sentinel.Delta> delta(JsonNode n) {
        return n.hasNonNull("DeltaFrom")
                ? Optional.of(
                        new Sentinel.Delta(
                                n.path("DeltaFrom").asText(),
                                n.path("DeltaFullName").asText(),
                                lsn(n, "DeltaLSN"),
                                n.path("DeltaCount").asInt()))
                : Optional.empty();
    }

    /** Numbers are unsigned, and may need all 64 bits. */
    private static Lsn lsn(JsonNode n, String field) {
        return new Lsn(n.path(field).bigIntegerValue().longValue());
    }

    private static String systemId(JsonNode n) {
        JsonNode id = n.path("SystemIdentifier");
        return id.isIntegralNumber() ? id.bigIntegerValue().toString() : "";
    }

    private static Optional<Instant> time(JsonNode n, String field) {
        return n.hasNonNull(field)
                ? Optional.of(Instant.parse(n.path(field).asText()))
                : Optional.empty();
    }

    private static SortedMap<String, String> tablespaces(JsonNode spec) {
        var found = new TreeMap<String, String>();
        for (JsonNode oid : spec.path("tablespaces")) {
            found.put(oid.asText(), spec.path(oid.asText()).path("loc").asText());
        }
        return found;
    }

    static byte[] sentinel(Sentinel s) {
        ObjectNode n = JsonNodeFactory.instance.objectNode();
        unsigned(n, "LSN", s.start().bytes());
        n.put("PgVersion", s.version());
        unsigned(n, "FinishLSN", s.finish().bytes());
        n.set("SystemIdentifier", number(s.systemId()));
        n.put("UncompressedSize", s.size());
        n.put("CompressedSize", s.storedSize());
        n.put("DataCatalogSize", s.size());
        n.set("Spec", spec(s));
        n.putNull("ChkpNum");
        n.put("Version", 2);
        n.put("StartTime", s.begun().orElseThrow().toString());
        n.put("FinishTime", s.finished().orElseThrow().toString());
        n.put("DateFmt", DATE_FORMAT);
        n.put("Hostname", s.host());
        n.put("DataDir", s.dataDir());
        n.put("IsPermanent", s.permanent());
        return bytes(n);
    }

    static byte[] metadata(Sentinel s) {
        ObjectNode n = JsonNodeFactory.instance.objectNode();
        n.put("start_time", s.begun().orElseThrow().toString());
        n.put("finish_time", s.finished().orElseThrow().toString());
        n.put("date_fmt", DATE_FORMAT);
        n.put("hostname", s.host());
        n.put("data_dir", s.dataDir());
        n.put("pg_version", s.version());
        unsigned(n, "start_lsn", s.start().bytes());
        unsigned(n, "finish_lsn", s.finish().bytes());
        n.put("is_permanent", s.permanent());
        n.set("system_identifier", number(s.systemId()));
        n.put("uncompressed_size", s.size());
        n.put("compressed_size", s.storedSize());
        return bytes(n);
    }

    private static JsonNode spec(Sentinel s) {
        if (s.tablespaces().isEmpty()) {
            return JsonNodeFactory.instance.nullNode();
        }
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        spec.put("base_prefix", s.dataDir());
        var names = spec.putArray("tablespaces");
        s.tablespaces()
                .forEach(
                        (oid, place) -> {
                            names.add(oid);
                            spec.putObject(oid).put("loc", place).put("link", "pg_tblspc/" + oid);
                        });
        return spec;
    }

    private static void unsigned(ObjectNode n, String field, long value) {
        n.put(field, new java.math.BigInteger(Long.toUnsignedString(value)));
    }

    private static JsonNode number(SystemId id) {
        return JsonNodeFactory.instance.numberNode(new java.math.BigInteger(id.value()));
    }

    private static byte[] bytes(ObjectNode n) {
        return n.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
