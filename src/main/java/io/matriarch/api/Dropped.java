package io.matriarch.api;

import io.matriarch.lease.StoreWrite;

/** How a plan was dropped, as an answer. */
final class Dropped {

    private Dropped() {}

    static Answer answer(StoreWrite write, String done) {
        return switch (write) {
            case StoreWrite.Written _ -> new Answer(200, done);
            case StoreWrite.Conflict(var why) -> new Answer(404, why);
            case StoreWrite.Unknown(var why) ->
                    new Answer(503, "nobody knows whether it was deleted: " + why);
        };
    }
}
