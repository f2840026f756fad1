package io.matriarch.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Servers that answer 7 to everything, and a store that only forgets. */
final class FakeServers implements StoreReaderFactory {
    final List<Question> asked = new ArrayList<>();

    /** So many do not let anybody in yet. */
    int starting;

    boolean held;

    /** Members and clusters. */
    final List<String> removed = new ArrayList<>();

    @Override
    public StoreReader open(Optional<Path> config, Map<String, String> env) {
        throw new IllegalArgumentException("the test has no store");
    }

    @Override
    public QueryAnswer query(Question question) throws IOException {
        asked.add(question);
        if (starting > 0) {
            starting--;
            throw new ConnectException("FATAL: the database system is starting up");
        }
        return new QueryAnswer(List.of("n"), List.of(List.of("7")), 0);
    }

    @Override
    public String tryRemoval(Optional<Path> config, Map<String, String> env) throws IOException {
        if (held) {
            throw new IOException("nothing was removed: n1 holds the lease");
        }
        return "would be removed";
    }

    @Override
    public String remove(Optional<Path> config, Map<String, String> env) {
        removed.add("all");
        return "removed";
    }

    @Override
    public String removeMember(Optional<Path> config, Map<String, String> env, String name) {
        removed.add(name);
        return "removed: " + name;
    }
}
