package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupFailure;
import io.matriarch.cluster.SystemId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code pg_controldata} prints of a data directory. */
record ControlFacts(Map<String, String> lines) {

    static ControlFacts of(Tool tool, Path dataDir) throws IOException, InterruptedException {
        Tool.Said said = tool.succeed("pg_controldata", List.of("-D", dataDir.toString()));
        var lines = new HashMap<String, String>();
        for (String line : said.text().lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                lines.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return new ControlFacts(lines);
    }

    SystemId systemId() throws BackupFailure {
        return new SystemId(need("Database system identifier"));
    }

    long segmentSize() throws BackupFailure {
        return number("Bytes per WAL segment");
    }

    /** The segment that recovery from the latest checkpoint begins in. */
    String redoFile() throws BackupFailure {
        return need("Latest checkpoint's REDO WAL file");
    }

    boolean checksums() throws BackupFailure {
        return number("Data page checksum version") > 0;
    }

    long number(String key) throws BackupFailure {
        return Long.parseLong(need(key));
    }

    private String need(String key) throws BackupFailure {
        String value = lines.get(key);
        if (value == null) {
            throw new BackupFailure("pg_controldata does not say \"%s\"".formatted(key));
        }
        return value;
    }
}
