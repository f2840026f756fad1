package io.matriarch.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Reads the ledger through a permanent logical slot, wherever the leader is. */
record SlotConsumer(Ledger ledger) {

    /** Lines for the cluster's first document. */
    static final String INITIAL =
            "  slots: {orders: {type: logical, database: postgres, plugin: pgoutput}}\n";

    private static final String CONFIRMED =
            "select confirmed_flush_lsn from pg_replication_slots where slot_name = 'orders'";

    void found() throws SQLException, InterruptedException {
        var _ = ledger.ask("create publication orders for table ledger");
        var _ = ledger.ask("create table noise (n integer)");
    }

    /** How many rows it was shown that it had not confirmed before. */
    int read() throws SQLException, InterruptedException {
        return Integer.parseInt(
                ledger.ask(
                                "select count(*) from pg_logical_slot_get_binary_changes('orders', null, null,"
                                        + " 'proto_version', '1', 'publication_names', 'orders')"
                                        + " where get_byte(data, 0) = ascii('I')")
                        .getFirst());
    }

    /** Until then a failover might make it read something twice. */
    void awaitCopies() throws SQLException, InterruptedException {
        String here = ledger.ask(CONFIRMED).getFirst();
        String there = CONFIRMED + " and confirmed_flush_lsn >= '" + here + "'";
        for (int i = 0; i < 300; i++) {
            if (copies(there) == ledger.doors().size()) {
                return;
            }
            // From PostgreSQL 17 on a slot is copied when its consumer gets on.
            var _ = ledger.ask("insert into noise values (1)");
            int _ = read();
            Thread.sleep(200);
        }
        throw new IllegalStateException("not every member has the slot as it was at " + here);
    }

    /** The slot leaves the document: a copy that is made later restarts a standby (up to 16). */
    void end(HerdNode node) throws IOException, InterruptedException {
        String gone =
                "{\"slots.orders.type\":null,\"slots.orders.database\":null,\"slots.orders.plugin\":null}";
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/config".formatted(node.api().port())))
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(20))
                        .method("PATCH", HttpRequest.BodyPublishers.ofString(gone))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
        }
    }

    private int copies(String query) throws SQLException {
        int found = 0;
        for (Door door : ledger.doors()) {
            found += Ledger.ask(door, query).equals(List.of()) ? 0 : 1;
        }
        return found;
    }
}
