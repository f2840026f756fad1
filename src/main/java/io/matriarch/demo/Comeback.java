package io.matriarch.demo;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A node with an empty disk, on its way back; begun right before its agent starts. */
final class Comeback {

    private final HerdNode node;
    private final int before;
    private final long begin = System.nanoTime();

    Comeback(HerdNode node) throws IOException {
        this.node = node;
        this.before = node.restored().size();
    }

    boolean streams() {
        return node.api().node().filter(NodeAnswer::streaming).isPresent();
    }

    /** The base backup that it was restored from; empty when it was built in another way. */
    Optional<String> backup() throws IOException {
        List<String> all = node.restored();
        return all.size() > before ? Optional.of(all.getLast()) : Optional.empty();
    }

    /** To be said when it streams. */
    String sentence() throws IOException {
        return "%s, which was empty, streams %s after its start; %s"
                .formatted(
                        node.name(),
                        Words.span((System.nanoTime() - begin) / 1e9),
                        backup().map(b -> "it was restored from " + b)
                                .orElse("it did not come from the archive"));
    }
}
