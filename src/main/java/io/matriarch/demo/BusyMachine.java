package io.matriarch.demo;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** More work than this machine has processors, beside PostgreSQL and in it. */
final class BusyMachine implements AutoCloseable {

    private static final int CLIENTS = 20;
    private static final String WORK =
            "select count(*) from generate_series(1, 200000) n where n % 7 = 3";

    private final List<Process> loops = new ArrayList<>();
    private final List<Thread> clients = new ArrayList<>();

    private BusyMachine() {}

    static BusyMachine start(Door leader) throws IOException {
        var busy = new BusyMachine();
        try {
            for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
                // It ends with us however we end: nobody is left at the other side of its input.
                busy.loops.add(
                        new ProcessBuilder(
                                        "/bin/sh",
                                        "-c",
                                        "(while :; do :; done) & trap \"kill $!\" EXIT TERM; read _")
                                .start());
            }
        } catch (IOException e) {
            busy.close();
            throw e;
        }
        for (int i = 0; i < CLIENTS; i++) {
            busy.clients.add(Thread.ofPlatform().daemon().start(() -> work(leader)));
        }
        return busy;
    }

    @Override
    public void close() {
        clients.forEach(Thread::interrupt);
        loops.forEach(Process::destroy);
        loops.forEach(p -> p.onExit().join());
    }

    private static void work(Door leader) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Connection connection = leader.open(30);
                try (var statement = connection.createStatement()) {
                    while (!Thread.currentThread().isInterrupted()) {
                        statement.execute(WORK);
                    }
                } finally {
                    Door.slam(connection);
                }
            } catch (SQLException _) {
                // A client that was thrown out comes again.
                Thread.onSpinWait();
            }
        }
    }
}
