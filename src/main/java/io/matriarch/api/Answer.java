package io.matriarch.api;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** An HTTP status and one line of text. */
record Answer(int status, String line) {

    Response response() {
        return Response.status(status).type(MediaType.TEXT_PLAIN).entity(line).build();
    }
}
