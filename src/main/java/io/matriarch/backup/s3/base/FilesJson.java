package io.matriarch.backup.s3.base;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** files_metadata.json, written to a file as the entries come: it may not fit into memory. */
final class FilesJson implements AutoCloseable {

    private final JsonGenerator json;

    FilesJson(Path file) throws IOException {
        json = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8);
        json.writeStartObject();
        json.writeObjectFieldStart("Files");
    }

    synchronized void add(String path, Instant modified) throws IOException {
        json.writeObjectFieldStart(path);
        json.writeBooleanField("IsIncremented", false);
        json.writeBooleanField("IsSkipped", false);
        json.writeStringField("MTime", modified.toString());
        json.writeNumberField("UpdatesCount", 0);
        json.writeEndObject();
    }

    @Override
    public synchronized void close() throws IOException {
        json.close();
    }
}
