package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupFailure;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** A backup with all that it rests on: the full one first. */
record Chain(Deque<Link> links) {

    private static final int LONGEST = 1000;

    record Link(String name, Sentinel sentinel) {}

    static Chain of(Catalog catalog, String name) throws IOException {
        var links = new ArrayDeque<Link>();
        String next = name;
        while (true) {
            Sentinel sentinel = read(catalog, next, name);
            links.addFirst(new Link(next, sentinel));
            if (sentinel.restsOn().isEmpty()) {
                return new Chain(links).checked();
            }
            if (links.size() > LONGEST) {
                throw new BackupFailure("the deltas of %s rest on each other".formatted(name));
            }
            next = sentinel.restsOn().get().from();
        }
    }

    /** Which pages of which files a delta holds is nowhere but in the list of its files. */
    private Chain checked() throws BackupFailure {
        for (Link link : links) {
            if (link.sentinel().restsOn().isPresent() && !link.sentinel().listed()) {
                throw new BackupFailure(
                        "%s is a delta without the list of its files (WALG_WITHOUT_FILES_METADATA), which only the engine wal-g restores: set backup.engine: wal-g"
                                .formatted(link.name()));
            }
        }
        return this;
    }

    private static Sentinel read(Catalog catalog, String next, String name) throws IOException {
        try {
            return catalog.sentinel(next);
        } catch (BackupFailure e) {
            throw next.equals(name)
                    ? e
                    : new BackupFailure(
                            "%s rests on %s, which is gone: it cannot be restored"
                                    .formatted(name, next),
                            e);
        }
    }

    Link newest() {
        return links.getLast();
    }

    boolean hasDeltas() {
        return links.size() > 1;
    }

    long size() {
        return links.stream().mapToLong(l -> l.sentinel().size()).sum();
    }
}
