package io.matriarch.cluster;

/** What a machine tells the group that keeps up the number of its cluster's machines. */
public enum GroupWord {
    /** It has just started, and needs some more time until its member is of use. */
    JOINING,
    /** Its member streams or leads: it is in service from now on. */
    JOINED,
    /** It is to end, and needs some more time. */
    BUSY,
    /** It is to end, and has nothing left to do. */
    MAY_GO,
    /** It cannot be repaired: another one shall take its place. */
    UNHEALTHY
}
