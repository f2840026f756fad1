package io.matriarch.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One member of the herd: its directory, its agent, and what runs beside the agent. */
final class HerdNode {

    private static final Pattern RESTORED = Pattern.compile("restored (base_\\w+)");
    private static final int LOOKS_FOR_LATE_FORKS = 20;

    private final String name;
    private final Path dir;
    private final Path matriarch;
    private final NodeApi api;
    private final Door door;
    private @Nullable Process agent;
    private boolean retired;

    /**
     * @param dir holds the node's {@code node.yaml}
     */
    HerdNode(String name, Path dir, Path matriarch, NodeApi api, Door door) {
        this.name = name;
        this.dir = dir;
        this.matriarch = matriarch;
        this.api = api;
        this.door = door;
    }

    String name() {
        return name;
    }

    NodeApi api() {
        return api;
    }

    Door door() {
        return door;
    }

    Path log() {
        return HerdFiles.log(dir);
    }

    synchronized boolean agentRuns() {
        return agent != null && agent.isAlive();
    }

    /** Starts the agent, which starts the rest; nothing when it runs already. */
    synchronized void start() throws IOException {
        if (retired || agentRuns()) {
            return;
        }
        var builder =
                new ProcessBuilder(
                        Programs.apart(
                                List.of(
                                        matriarch.toString(),
                                        "run",
                                        "--config",
                                        HerdFiles.configuration(dir).toString())));
        // Somebody's own settings are not meant for these nodes.
        builder.environment()
                .keySet()
                .removeIf(key -> key.startsWith("MATRIARCH_") && !key.equals("MATRIARCH_JAVA"));
        agent =
                builder.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                        .start();
    }

    /** The whole machine is lost: agent, switch and PostgreSQL in the same instant. */
    void kill() throws IOException {
        Signals.killAtOnce(everything());
        for (int i = 0; i < LOOKS_FOR_LATE_FORKS && !beside().all().isEmpty(); i++) {
            Signals.kill(beside().all());
        }
        awaitEnd();
    }

    /** The machine is lost with its disk. */
    void destroy() throws IOException {
        kill();
        HerdFiles.wipe(dir);
    }

    /** The base backups that this node was restored from, the first one first. */
    List<String> restored() throws IOException {
        return RESTORED.matcher(Files.readString(log(), StandardCharsets.ISO_8859_1))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    void killAgent() throws IOException {
        Signals.kill(agents());
        awaitEnd();
    }

    void killPostmaster() throws IOException, Failed {
        Signals.kill(List.of(postmaster()));
    }

    void stopAgent() throws IOException {
        Signals.stop(agents());
    }

    /** PostgreSQL hangs: the postmaster and all its children stand still. */
    void stopPostgres() throws IOException {
        Signals.stop(beside().postgres());
    }

    /** Whatever stands still goes on. */
    void cont() throws IOException {
        Signals.cont(everything());
    }

    OptionalLong runningPostmaster() {
        return beside().postmaster();
    }

    /** SIGTERM: hand over, stop PostgreSQL, end. It is never started again. */
    synchronized void askToEnd() {
        retired = true;
        if (agent != null) {
            agent.destroy();
        }
    }

    /** False when the agent still runs after that time. */
    boolean ended(long millis) throws InterruptedException {
        Process running = running();
        return running == null || running.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** A killed agent is gone only when that has been seen; before, it would not start again. */
    private void awaitEnd() {
        Process killed = running();
        if (killed != null) {
            killed.onExit().join();
        }
    }

    private synchronized @Nullable Process running() {
        return agent;
    }

    private long postmaster() throws Failed {
        return runningPostmaster()
                .orElseThrow(() -> new Failed("no PostgreSQL runs on %s".formatted(name)));
    }

    private NodeProcesses beside() {
        return new NodeProcesses(dir);
    }

    private List<Long> agents() {
        Process running = running();
        return running != null && running.isAlive() ? List.of(running.pid()) : List.of();
    }

    private List<Long> everything() {
        var pids = new ArrayList<Long>(agents());
        pids.addAll(beside().all());
        return pids;
    }
}
