package io.matriarch.simulation;

import org.jspecify.annotations.Nullable;

/**
 * Write-ahead log by its true content: each promotion begins a branch of its own, so that two
 * histories with the same numbers can be told apart even where PostgreSQL could not.
 *
 * @param branch where the last byte was written
 * @param end one past the last byte
 */
record Wal(Branch branch, long end) {

    /** What one promotion wrote. */
    static final class Branch {
        final int timeline;
        final @Nullable Branch parent;
        final long fork;
        final String writer;

        Branch(int timeline, @Nullable Branch parent, long fork, String writer) {
            this.timeline = timeline;
            this.parent = parent;
            this.fork = fork;
            this.writer = writer;
        }

        /** This branch or the ancestor that holds the byte before {@code position}. */
        Branch holding(long position) {
            Branch at = this;
            while (at.parent != null && position <= at.fork) {
                at = at.parent;
            }
            return at;
        }
    }

    Wal upTo(long position) {
        long limit = Math.min(position, end);
        return new Wal(branch.holding(limit), limit);
    }

    Wal plus(long bytes) {
        return new Wal(branch, end + bytes);
    }

    /** Each byte of this is in {@code other}, too. */
    boolean isPrefixOf(Wal other) {
        return end <= other.end && other.branch.holding(end) == branch.holding(end);
    }

    /** The last position up to which both hold the same bytes. */
    long commonWith(Wal other) {
        long limit = other.end;
        for (Branch at = other.branch; at != null; at = at.parent) {
            long mine = reach(branch, end, at);
            if (mine >= 0) {
                return Math.min(mine, limit);
            }
            limit = Math.min(limit, at.fork);
        }
        return 0;
    }

    /** How far {@code wanted} is part of a log that ends at {@code end} of {@code from}. */
    private static long reach(Branch from, long end, Branch wanted) {
        long limit = end;
        for (Branch at = from; at != null; at = at.parent) {
            if (at == wanted) {
                return limit;
            }
            limit = Math.min(limit, at.fork);
        }
        return -1;
    }

    /**
     * What PostgreSQL's own history files can say: where timeline {@code number} ends in this log;
     * negative when it does not know that number.
     */
    long endOfTimeline(int number) {
        long limit = end;
        for (Branch at = branch; at != null; at = at.parent) {
            if (at.timeline == number) {
                return limit;
            }
            limit = Math.min(limit, at.fork);
        }
        return -1;
    }

    /** The last common point by timeline numbers and fork positions, as pg_rewind finds it. */
    long divergenceByNumbers(Wal source) {
        long sourceLimit = source.end;
        for (Branch s = source.branch; s != null; s = s.parent) {
            long mineLimit = end;
            for (Branch m = branch; m != null; m = m.parent) {
                if (m.timeline == s.timeline && m.fork == s.fork) {
                    return Math.min(mineLimit, sourceLimit);
                }
                mineLimit = Math.min(mineLimit, m.fork);
            }
            sourceLimit = Math.min(sourceLimit, s.fork);
        }
        return 0;
    }

    /**
     * Both are on what PostgreSQL takes for one timeline: nothing to rewind, as far as it knows.
     */
    boolean sameLastTimeline(Wal other) {
        return branch.timeline == other.branch.timeline && branch.fork == other.branch.fork;
    }
}
