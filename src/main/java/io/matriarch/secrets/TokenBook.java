package io.matriarch.secrets;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * The token's values that this node goes by. Members hear of a new one at different moments, and
 * programs of the operator's later still: so the one before it is accepted for a while more.
 */
public final class TokenBook {

    /** How long after a member has heard of a new one. */
    public static final Duration GRACE = Duration.ofHours(1);

    private record Page(List<String> values, Instant since) {}

    private final InstantSource wall;
    private volatile Page page;

    /**
     * @param values the newest first; empty when the cluster has none
     * @param since when this node heard of the newest
     */
    public TokenBook(List<String> values, Instant since, InstantSource wall) {
        this.page = new Page(List.copyOf(values), since);
        this.wall = wall;
    }

    /** A token that stays, or none. */
    public static TokenBook of(List<String> values) {
        return new TokenBook(values, Instant.EPOCH, InstantSource.system());
    }

    /** From now on. */
    void turn(List<String> values) {
        page = new Page(List.copyOf(values), wall.instant());
    }

    /**
     * What this node brings to others, in this order: who has not heard of the newest knows others.
     */
    public List<String> brought() {
        return page.values();
    }

    /** What others may bring. */
    public List<String> accepted() {
        Page now = page;
        boolean fresh = wall.instant().isBefore(now.since().plus(GRACE));
        return now.values().stream().limit(fresh ? 2 : 1).toList();
    }

    /** A secret stays out of logs. */
    @Override
    public String toString() {
        return "TokenBook[" + page.values().size() + "]";
    }
}
