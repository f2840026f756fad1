package io.matriarch.cli;

import java.util.Optional;

/**
 * SQL for one server.
 *
 * @param password empty: the driver looks into {@code ~/.pgpass}
 */
public record Question(
        String host,
        int port,
        String database,
        String user,
        Optional<String> password,
        String sql) {}
