package io.matriarch.backup.s3.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;

/** What a delta backup says of each file: {@code files_metadata.json}. */
record FileList(PathSet files, PathSet increments) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Reads as a stream: on a large cluster the file has hundreds of megabytes. */
    static FileList read(InputStream in) throws IOException {
        var list = new FileList(new PathSet(), new PathSet());
        try (JsonParser json = JSON.createParser(in)) {
            expect(json.nextToken(), JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (field.equals("Files") && value == JsonToken.START_OBJECT) {
                    list.take(json);
                } else {
                    json.skipChildren();
                }
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IOException("the list of the backup's files is no whole JSON", e);
        }
        return list;
    }

    /** One that is skipped is unchanged: it is in the backup that this one rests on. */
    private void take(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String path = TarEntries.below(json.currentName());
            expect(json.nextToken(), JsonToken.START_OBJECT);
            files.add(path);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String flag = json.currentName();
                if (json.nextToken() == JsonToken.VALUE_TRUE && flag.equals("IsIncremented")) {
                    increments.add(path);
                }
                json.skipChildren();
            }
        }
    }

    private static void expect(JsonToken found, JsonToken wanted) throws IOException {
        if (found != wanted) {
            throw new IOException("the list of the backup's files has another form than WAL-G's");
        }
    }

    boolean holds(String path) {
        return files.holds(path);
    }

    /** Whether its archive holds the changed pages only. */
    boolean isIncrement(String path) {
        return increments.holds(path);
    }
}
