package io.matriarch.postgres.process;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.postgres.DeadMansSwitch.Stamp;
import io.matriarch.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A run directory with a switch, a real PostgreSQL under it, and backends that commit in a loop.
 */
final class SwitchFixture implements AutoCloseable {

    /** A backend that never looks at its client while it commits. */
    private static final String LOOP =
            "do $$ begin loop insert into t values (clock_timestamp()); commit; end loop; end $$";

    final Path dir;
    SwitchClient client;
    private final Path bin = TestPostgres.BIN;
    private final int port = freePort();
    private final List<Process> loops = new ArrayList<>();

    SwitchFixture(Path dir) throws IOException {
        this.dir = dir;
        this.client = SwitchClient.open(dir.resolve("run"));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path data() {
        return dir.resolve("data");
    }

    List<String> command() {
        return List.of(
                bin.resolve("postgres").toString(),
                "-D",
                data().toString(),
                "-p",
                String.valueOf(port),
                "-k",
                dir.toString(),
                "-h",
                "127.0.0.1");
    }

    void initdb() throws Exception {
        run("initdb", "-D", data().toString(), "-A", "trust", "--no-sync");
    }

    /** Armed for the span from now on. */
    Stamp arm(Duration span) {
        Stamp from = client.stamp().orElseThrow();
        assertTrue(client.arm(from, span));
        return new Stamp(from.nanos() + span.toNanos());
    }

    long start(boolean guarded) {
        var started = client.start(guarded, dir.resolve("postgres.log"), command());
        long pid = assertInstanceOf(SwitchClient.Started.Running.class, started).pid();
        awaitAnswer();
        return pid;
    }

    void awaitAnswer() {
        try {
            await("PostgreSQL answers", () -> sql("select 1").equals("1"));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ", its log:\n" + log(), e);
        }
    }

    private String log() {
        try {
            return Files.readString(dir.resolve("postgres.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** PostgreSQL with a table, and two backends that fill it. */
    long startLooping() throws Exception {
        long pid = start(false);
        sql("create table if not exists t (at timestamptz)");
        for (int i = 0; i < 2; i++) {
            loops.add(psql(LOOP).start());
        }
        await("both loops commit", () -> rows() > 10 && backendsInLoop() == 2);
        return pid;
    }

    private int backendsInLoop() {
        return number("select count(*) from pg_stat_activity where query like 'do %'");
    }

    int rows() {
        return number("select count(*) from t");
    }

    private int number(String query) {
        String answer = sql(query);
        return answer.isEmpty() ? 0 : Integer.parseInt(answer);
    }

    /** Connects and hangs up: the postmaster forks each time. */
    void knock(AtomicBoolean enough) {
        while (!enough.get()) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Thread.onSpinWait();
            } catch (IOException _) {
                Thread.onSpinWait();
            }
        }
    }

    /** Empty when the server does not answer. */
    String sql(String query) {
        try {
            Process psql = psql(query).start();
            String answer =
                    new String(psql.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            psql.waitFor();
            return answer.strip();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private ProcessBuilder psql(String query) {
        return new ProcessBuilder(
                        bin.resolve("psql").toString(),
                        "-h",
                        dir.toString(),
                        "-p",
                        String.valueOf(port),
                        "-XAtqc",
                        query,
                        "postgres")
                .redirectError(dir.resolve("psql.log").toFile());
    }

    private void run(String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(bin.resolve(program).toString()));
        command.addAll(List.of(arguments));
        Path out = dir.resolve(program + ".log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        assertTrue(process.waitFor() == 0, () -> program + " failed, see " + out);
    }

    long switchPid() throws IOException {
        try (var exchange = exchange()) {
            return Long.parseLong(exchange.ask("hello", Duration.ofSeconds(1)).split(" ")[2]);
        }
    }

    SwitchExchange exchange() throws IOException {
        return new SwitchExchange(SwitchSocket.of(dir.resolve("run").toRealPath()));
    }

    static void signal(String name, long pid) throws Exception {
        assertTrue(new ProcessBuilder("kill", "-" + name, "" + pid).start().waitFor() == 0);
    }

    /** The process and all its descendants. */
    static List<Long> family(long pid) {
        ProcessHandle root = ProcessHandle.of(pid).orElseThrow();
        return Stream.concat(Stream.of(root), root.descendants()).map(ProcessHandle::pid).toList();
    }

    /** A zombie is as dead as one that was reaped. */
    static boolean lives(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException _) {
            return false;
        }
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited 15 s until " + what);
            try {
                Thread.sleep(2);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The switch's clock when the last of them was gone. */
    Stamp awaitGone(List<Long> family) {
        await("all are gone", () -> family.stream().noneMatch(SwitchFixture::lives));
        return client.stamp().orElseThrow();
    }

    static Duration between(Stamp from, Stamp to) {
        return Duration.ofNanos(to.nanos() - from.nanos());
    }

    @Override
    public void close() {
        client.kill();
        client.disarm();
        client.quit();
        client.close();
        loops.forEach(Process::destroyForcibly);
    }
}
