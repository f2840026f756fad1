package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server on a restored directory that nobody else can reach: no TCP, a socket in a directory of
 * its own, and no archiving. It never belongs to a cluster.
 */
final class ScratchServer implements AutoCloseable {

    private final Path data;
    private final Path log;
    private final Process process;

    private ScratchServer(Path data, Path log, Process process) {
        this.data = data;
        this.log = log;
        this.process = process;
    }

    static ScratchServer start(Tool tool, Path data, Path sockets, String restoreCommand)
            throws IOException, InterruptedException {
        configure(data, sockets, restoreCommand, ControlFacts.of(tool, data));
        Path log = sockets.resolve("log");
        Process process =
                tool.builder("postgres", List.of("-D", data.toString()), Map.of())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        return new ScratchServer(data, log, process);
    }

    private static void configure(
            Path data, Path sockets, String restoreCommand, ControlFacts facts) throws IOException {
        var conf = new ArrayList<String>();
        conf.add("listen_addresses = ''");
        conf.add("unix_socket_directories = " + quoted(sockets.toString()));
        conf.add("archive_mode = off");
        conf.add("hot_standby = off");
        conf.add("fsync = off");
        conf.add("shared_buffers = '64MB'");
        conf.add("logging_collector = off");
        conf.add("log_destination = 'stderr'");
        conf.add("restore_command = " + quoted(restoreCommand));
        conf.add("recovery_target = 'immediate'");
        conf.add("recovery_target_action = 'promote'");
        // What was prepared there must have room here.
        conf.add("max_connections = " + facts.number("max_connections setting"));
        conf.add("max_prepared_transactions = " + facts.number("max_prepared_xacts setting"));
        conf.add("max_locks_per_transaction = " + facts.number("max_locks_per_xact setting"));
        Files.write(data.resolve("postgresql.conf"), conf);
        Files.writeString(data.resolve("postgresql.auto.conf"), "");
        Files.writeString(data.resolve("pg_hba.conf"), "local all all trust\n");
        Files.writeString(data.resolve("pg_ident.conf"), "");
        Files.deleteIfExists(data.resolve("standby.signal"));
        Files.writeString(data.resolve("recovery.signal"), "");
    }

    private static String quoted(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** Waits until it has recovered to a consistent state, and takes connections. */
    void awaitRecovered() throws IOException, InterruptedException {
        while (!ready()) {
            if (!process.isAlive()) {
                throw new BackupFailure("PostgreSQL cannot recover it: " + fatal());
            }
            Thread.sleep(50);
        }
    }

    private boolean ready() throws IOException {
        Path pid = data.resolve("postmaster.pid");
        if (!Files.exists(pid)) {
            return false;
        }
        List<String> lines = Files.readString(pid).lines().toList();
        return lines.size() >= 8 && lines.get(7).strip().equals("ready");
    }

    /** The first line that tells why; later ones tell what followed from it. */
    private String fatal() throws IOException {
        String said = Files.readString(log, StandardCharsets.ISO_8859_1);
        return said.lines()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                .map(line -> line.replaceFirst("^.*(FATAL|PANIC):\\s*", ""))
                .findFirst()
                .orElseGet(() -> new Tool.Said(process.exitValue(), said).lastWords());
    }

    /** An orderly end: what it wrote is then on disk. */
    void stop() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            throw new BackupFailure("the restored server does not stop");
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            process.onExit().join();
        }
    }
}
