package io.matriarch.demo;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A store and some nodes on this machine, all under one directory; nothing of it outlives us. */
final class Herd implements AutoCloseable {

    private final HerdFiles files;
    private final boolean keep;
    private final Screen screen;
    private final HerdArchive archive;
    private final LocalStore store;
    private final StoreGate gate;
    private final List<HerdNode> nodes = new CopyOnWriteArrayList<>();
    private final Thread hook = new Thread(this::closeForSignal, "end of the herd");
    private boolean closed;

    private Herd(
            HerdFiles files,
            boolean keep,
            Screen screen,
            HerdArchive archive,
            LocalStore store,
            StoreGate gate) {
        this.files = files;
        this.keep = keep;
        this.screen = screen;
        this.archive = archive;
        this.store = store;
        this.gate = gate;
    }

    /**
     * Starts the store and all agents, and returns at once: the herd forms by itself.
     *
     * @param keep leaves the directory when all is over
     */
    static Herd start(
            HerdFiles files,
            HerdArchive archive,
            int count,
            boolean keep,
            Programs programs,
            Screen screen)
            throws IOException, InterruptedException, Failed {
        List<Integer> ports = Ports.free(2);
        screen.say("directory   %s".formatted(files.root()));
        screen.say("store       DynamoDB Local behind http://127.0.0.1:%d".formatted(ports.get(1)));
        screen.say("archive     %s".formatted(archive.prefix()));
        LocalStore store = LocalStore.start(programs, ports.get(0), files.storeLog());
        Herd herd;
        try {
            var gate = new StoreGate(ports.get(1), ports.get(0));
            herd = new Herd(files, keep, screen, archive, store, gate);
        } catch (IOException e) {
            store.close();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(herd.hook);
        try {
            for (int i = 1; i <= count; i++) {
                var _ = herd.add("n" + i, programs);
            }
            return herd;
        } catch (IOException e) {
            herd.close();
            throw e;
        }
    }

    /** One more, and starts it. */
    HerdNode add(String name, Programs programs) throws IOException {
        List<Integer> ports = Ports.free(2);
        int postgres = ports.get(0);
        int api = ports.get(1);
        var node =
                new HerdNode(
                        name,
                        files.node(name, gate.port(), postgres, api, archive),
                        programs.matriarch(),
                        new NodeApi(api),
                        new Door(name, postgres, files.superuserPassword()));
        nodes.add(node);
        screen.say(
                "%-11s PostgreSQL 127.0.0.1:%d   API http://127.0.0.1:%d   log %s"
                        .formatted(name, postgres, api, node.log()));
        node.start();
        return node;
    }

    HerdFiles files() {
        return files;
    }

    LocalStore store() {
        return store;
    }

    StoreGate gate() {
        return gate;
    }

    List<HerdNode> nodes() {
        return List.copyOf(nodes);
    }

    List<Door> doors() {
        return nodes.stream().map(HerdNode::door).toList();
    }

    /**
     * @throws Failed when there is none of this name
     */
    HerdNode node(String name) throws Failed {
        return nodes.stream()
                .filter(n -> n.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Failed("there is no node " + name));
    }

    HerdView look() {
        return HerdView.of(nodes);
    }

    /** Waits until one leads and all others stream; says what is missing when they do not. */
    Optional<String> awaitPeace(long seconds) throws InterruptedException {
        return awaitPeace(seconds, false);
    }

    /**
     * @param waits commits shall wait for a standby by then
     */
    Optional<String> awaitPeace(long seconds, boolean waits) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            Optional<String> trouble =
                    trouble().or(() -> waits ? look().unwaited() : Optional.empty());
            if (trouble.isEmpty() || System.nanoTime() > end) {
                return trouble;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    /** Waits for the first base backup; empty when none has come. */
    Optional<String> awaitBackup(long seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            Optional<String> newest = look().newestBackup();
            if (newest.isPresent() || System.nanoTime() > end) {
                return newest;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private Optional<String> trouble() {
        Optional<HerdNode> ended = nodes.stream().filter(n -> !n.agentRuns()).findFirst();
        if (ended.isPresent()) {
            return ended.map(
                    n -> "%s's agent has ended; its log is %s".formatted(n.name(), n.log()));
        }
        return look().trouble();
    }

    /** Ends everything, and removes what it left unless that is to be kept. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            // A store that stands still would only make the agents wait.
            store.on();
            Farewell.say(nodes, look().leader());
            gate.close();
            store.close();
            if (!keep) {
                files.delete();
            }
        } catch (IOException e) {
            screen.say("could not clear up in %s: %s".formatted(files.root(), e.getMessage()));
        } finally {
            store.close();
            forgetHook();
        }
    }

    private void closeForSignal() {
        screen.close("ending the herd");
        close();
    }

    @SuppressWarnings("EmptyCatch") // It is the hook that runs.
    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
        }
    }
}
