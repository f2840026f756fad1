package io.matriarch.cluster;

/**
 * How this machine stands with the group that keeps up the number of its cluster's machines.
 *
 * @param reported this run has sent the word that it is unhealthy, whatever became of it
 * @param letGo the group has taken the word that it may go
 */
public record GroupView(Standing standing, boolean reported, boolean letGo) {

    /** As the group says. */
    public enum Standing {
        /** It has not answered yet. */
        UNKNOWN,
        /** This machine belongs to no group. */
        NONE,
        /** It waits for this machine's word that it has joined, before it counts it. */
        JOINING,
        HEALTHY,
        /** Another machine is about to take its place. */
        UNHEALTHY
    }

    public static final GroupView UNKNOWN = new GroupView(Standing.UNKNOWN, false, false);

    public GroupView standing(Standing next) {
        return new GroupView(next, reported, letGo);
    }

    /** The word is on its way: from here on it counts as said. */
    public GroupView reporting() {
        return new GroupView(standing, true, letGo);
    }

    public GroupView gone() {
        return new GroupView(standing, reported, true);
    }
}
