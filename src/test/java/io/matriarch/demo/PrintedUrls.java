package io.matriarch.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.sql.Connection;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * What {@code matriarch dsn} printed, as an application keeps it: it must lead to the right server
 * also when another one leads by then.
 */
record PrintedUrls(HerdShell shell, String writing, String reading, String standby) {

    static PrintedUrls of(HerdShell shell) throws Exception {
        return new PrintedUrls(
                shell,
                shell.done("dsn", "-o", "jdbc", "--user", "postgres"),
                shell.done("dsn", "-o", "jdbc", "--user", "postgres", "--replica"),
                shell.done("dsn", "-o", "jdbc", "--user", "postgres", "--role", "replica"));
    }

    void assertRight() throws Exception {
        assertTrue(leads(writing), writing);
        assertTrue(!leads(reading), reading);
        assertTrue(!leads(standby), standby);
        // What one prints now names the leader of now.
        assertTrue(leads(shell.done("dsn", "-o", "jdbc", "--role", "leader")));
    }

    private boolean leads(String url) throws Exception {
        assertEquals(url.strip() + System.lineSeparator(), url, "one line, and nothing else");
        var properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty(
                "password", Files.readString(shell.herd().files().superuserPassword()).strip());
        Connection connection = new Driver().connect(url.strip(), properties);
        assertNotNull(connection, url);
        try (connection) {
            return Door.leads(connection);
        }
    }
}
