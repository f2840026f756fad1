package io.matriarch.backup.s3.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** What a delta backup says of each file: {@code files_metadata.json}. */
record FileList(Map<String, Form> files) {

    private static final JsonFactory JSON = new JsonFactory();

    /** How the backup holds a file. */
    enum Form {
        WHOLE,
        /** Unchanged: it is in the backup that this one rests on. */
        SKIPPED,
        /** Its archive holds the changed pages only. */
        INCREMENT
    }

    /** Reads as a stream: on a large cluster the file has hundreds of megabytes. */
    static FileList read(InputStream in) throws IOException {
        Map<String, Form> files = new HashMap<>();
        try (JsonParser json = JSON.createParser(in)) {
            expect(json.nextToken(), JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (field.equals("Files") && value == JsonToken.START_OBJECT) {
                    files(json, files);
                } else {
                    json.skipChildren();
                }
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IOException("the list of the backup's files is no whole JSON", e);
        }
        return new FileList(files);
    }

    private static void files(JsonParser json, Map<String, Form> files) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String path = TarEntries.below(json.currentName());
            expect(json.nextToken(), JsonToken.START_OBJECT);
            Form form = Form.WHOLE;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String flag = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_TRUE) {
                    form =
                            switch (flag) {
                                case "IsSkipped" -> Form.SKIPPED;
                                case "IsIncremented" -> Form.INCREMENT;
                                default -> form;
                            };
                }
                json.skipChildren();
            }
            files.put(path, form);
        }
    }

    private static void expect(JsonToken found, JsonToken wanted) throws IOException {
        if (found != wanted) {
            throw new IOException("the list of the backup's files has another form than WAL-G's");
        }
    }

    boolean holds(String path) {
        return files.containsKey(path);
    }

    boolean isIncrement(String path) {
        return files.get(path) == Form.INCREMENT;
    }
}
