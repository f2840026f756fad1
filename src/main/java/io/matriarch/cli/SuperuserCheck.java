package io.matriarch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Agents log in as the role postgres, by a password. */
final class SuperuserCheck {

    private SuperuserCheck() {}

    static Optional<String> hindrance(ServerFacts primary) {
        JsonNode role = primary.list("postgres");
        if (!role.isObject()) {
            return Optional.of(
                    "there is no role postgres, which the agents log in as: CREATE ROLE postgres SUPERUSER LOGIN");
        }
        if (!role.path("super").asBoolean() || !role.path("login").asBoolean()) {
            return Optional.of(
                    "the role postgres must be a superuser that may log in: ALTER ROLE postgres SUPERUSER LOGIN");
        }
        return role.path("scram").asBoolean()
                ? Optional.empty()
                : Optional.of(
                        "the role postgres needs a password that is stored as scram: SET password_encryption = 'scram-sha-256', then \\password postgres");
    }
}
