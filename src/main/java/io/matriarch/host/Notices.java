package io.matriarch.host;

import io.matriarch.cluster.Notice;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Where a machine hears of its own end. */
public interface Notices {

    /**
     * What stands there.
     *
     * @param at by the wall clock, as the host names it
     * @param what in a few words, without the time
     */
    record Announcement(Notice.Kind kind, Instant at, String what) {}

    /**
     * The gravest one; empty when there is none. Blocks for some seconds at most.
     *
     * @throws IOException one line why nobody knows
     */
    Optional<Announcement> gravest() throws IOException;
}
