package io.matriarch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What would hinder standbys from going on without a copy. */
final class StandbyCheck {

    private static final long FAR_BEHIND = 16 << 20;

    private StandbyCheck() {}

    static List<String> seenBy(ServerFacts primary) {
        var found = new ArrayList<String>();
        for (JsonNode standby : primary.list("standbys")) {
            String name = standby.path("name").asText();
            if (!standby.path("state").asText().equals("streaming")) {
                found.add(
                        "standby %s is \"%s\": it must stream"
                                .formatted(name, standby.path("state").asText()));
            } else if (standby.path("lag").asLong() > FAR_BEHIND) {
                found.add(
                        "standby %s is behind by %d bytes: wait until it has caught up"
                                .formatted(name, standby.path("lag").asLong()));
            }
        }
        return found;
    }

    static List<String> hindrances(ServerFacts standby, ServerFacts primary, String name) {
        var found = new ArrayList<String>();
        if (standby.major() != primary.major()) {
            found.add(
                    "%s is PostgreSQL %d, and its primary %d"
                            .formatted(name, standby.major(), primary.major()));
        }
        if (!standby.text("receiver").equals("streaming")) {
            found.add("%s does not stream from anybody now".formatted(name));
        }
        return found;
    }
}
