package io.matriarch.backup;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import java.time.Instant;
import java.util.Optional;

/**
 * A finished base backup.
 *
 * @param name {@code base_} and the segment that it begins in; a delta adds {@code _D_} and another
 * @param restsOn the backup that a delta needs
 * @param start where recovery begins, on {@code timeline}
 * @param finish where it is consistent
 * @param begun when it was begun, by the clock of the node that took it
 * @param stored when its last object was written, by the store's clock
 * @param size bytes of the database
 * @param storedSize bytes in the store
 * @param version of the server, such as 150018
 * @param permanent retention leaves it alone
 * @param proof the newest restore that showed it whole
 * @param attempt a newer restore that has not
 * @param unreadable why nothing is known of it but its name: what describes it is damaged
 */
public record BaseBackup(
        String name,
        Optional<String> restsOn,
        Timeline timeline,
        Lsn start,
        Lsn finish,
        Instant begun,
        Instant stored,
        long size,
        long storedSize,
        SystemId systemId,
        int version,
        String host,
        boolean permanent,
        Optional<Proof> proof,
        Optional<Attempt> attempt,
        Optional<String> unreadable) {

    public BaseBackup(
            String name,
            Optional<String> restsOn,
            Timeline timeline,
            Lsn start,
            Lsn finish,
            Instant begun,
            Instant stored,
            long size,
            long storedSize,
            SystemId systemId,
            int version,
            String host,
            boolean permanent,
            Optional<Proof> proof,
            Optional<Attempt> attempt) {
        this(
                name,
                restsOn,
                timeline,
                start,
                finish,
                begun,
                stored,
                size,
                storedSize,
                systemId,
                version,
                host,
                permanent,
                proof,
                attempt,
                Optional.empty());
    }

    /** One that exists, and whose description is damaged; its name says the rest. */
    public static BaseBackup unreadable(
            String name, Optional<String> restsOn, Timeline timeline, Instant stored, String why) {
        return new BaseBackup(
                name,
                restsOn,
                timeline,
                Lsn.ZERO,
                Lsn.ZERO,
                stored,
                stored,
                0,
                0,
                SystemId.NONE,
                0,
                "",
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.of(why));
    }

    /** Whether it can be restored as far as its description tells. */
    public boolean isReadable() {
        return unreadable.isEmpty();
    }

    /**
     * A restore that succeeded.
     *
     * @param millis from the first byte fetched to the last check
     */
    public record Proof(Instant at, long millis, String checks) {}

    /**
     * A restore that was begun to prove it.
     *
     * @param failure why it did not; empty while it goes on, and when its node died
     */
    public record Attempt(Instant at, String host, Optional<String> failure) {}

    /** When it was last looked at, well or not. */
    public Optional<Instant> lookedAt() {
        return attempt.map(Attempt::at).or(() -> proof.map(Proof::at));
    }
}
