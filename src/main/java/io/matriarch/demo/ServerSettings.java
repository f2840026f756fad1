package io.matriarch.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * What a herd's leader runs with, for servers that somebody builds by hand.
 *
 * @param lines of its postgresql.conf, without those that name its own place and its upstream
 * @param binDir where its programs are
 * @param passwordFile the superuser's password
 */
record ServerSettings(List<String> lines, Path binDir, Path passwordFile) {

    private static final Set<String> ITS_OWN =
            Set.of(
                    "port",
                    "listen_addresses",
                    "cluster_name",
                    "unix_socket_directories",
                    "hba_file",
                    "ident_file",
                    "primary_conninfo",
                    "primary_slot_name");

    /**
     * @param node the leader's folder
     * @param scratch the password is kept here when the herd is gone
     */
    static ServerSettings of(Door leader, Path node, Path scratch)
            throws IOException, SQLException {
        List<String> lines =
                Files.readAllLines(node.resolve("data/postgresql.conf"), StandardCharsets.UTF_8)
                        .stream()
                        .filter(l -> !l.startsWith("#") && !ITS_OWN.contains(key(l)))
                        .toList();
        Path password = scratch.resolve("password");
        Files.writeString(password, Files.readString(leader.passwordFile()));
        Connection connection = leader.open();
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                "select setting from pg_config where name = 'BINDIR'")) {
            if (!row.next()) {
                throw new SQLException("pg_config is empty");
            }
            return new ServerSettings(lines, Path.of(row.getString(1)), password);
        } finally {
            Door.slam(connection);
        }
    }

    private static String key(String line) {
        return line.split(" ", 2)[0];
    }
}
