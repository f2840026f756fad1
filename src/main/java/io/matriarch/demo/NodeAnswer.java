package io.matriarch.demo;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What one node says of itself.
 *
 * @param role primary or replica, by what PostgreSQL says
 * @param state running, starting, stopped, ...
 * @param streaming a standby that receives what its leader writes
 */
record NodeAnswer(String role, String state, boolean streaming, int timeline, String sentence) {

    static NodeAnswer of(JsonNode node) {
        return new NodeAnswer(
                node.path("role").asText(),
                node.path("state").asText(),
                node.path("replication_state").asText().equals("streaming"),
                node.path("timeline").asInt(),
                node.path("sentence").asText());
    }

    boolean leads() {
        return role.equals("primary") && state.equals("running");
    }
}
