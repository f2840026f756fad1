package io.matriarch.backup.s3.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.matriarch.backup.BackupFailure;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What PostgreSQL's backup manifest says of the log that the backup needs.
 *
 * @param timeline of {@code finish}
 */
record Manifest(Timeline timeline, Lsn start, Lsn finish) {

    static final String NAME = "backup_manifest";

    private static final JsonFactory JSON = new JsonFactory();

    static Manifest read(Path file) throws IOException {
        try (var in = Files.newInputStream(file);
                JsonParser json = JSON.createParser(in)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                if (field.equals("WAL-Ranges")) {
                    return ranges(json);
                }
                json.skipChildren();
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new BackupFailure("the backup's manifest is damaged", e);
        }
        throw new BackupFailure("the backup's manifest names no WAL");
    }

    /** The newest timeline comes first; a backup that began on an older one has more ranges. */
    private static Manifest ranges(JsonParser json) throws IOException {
        Timeline timeline = Timeline.NONE;
        Lsn start = Lsn.ZERO;
        Lsn finish = Lsn.ZERO;
        while (json.nextToken() == JsonToken.START_OBJECT) {
            boolean first = finish.equals(Lsn.ZERO);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "Timeline" ->
                            timeline = first ? new Timeline(json.getIntValue()) : timeline;
                    case "Start-LSN" -> start = Lsn.parse(json.getText());
                    case "End-LSN" -> finish = first ? Lsn.parse(json.getText()) : finish;
                    default -> json.skipChildren();
                }
            }
        }
        return new Manifest(timeline, start, finish);
    }
}
