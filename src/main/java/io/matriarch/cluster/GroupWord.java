package io.matriarch.cluster;

/** What a machine tells the group that keeps up the number of its cluster's machines. */
public enum GroupWord {
    /** It is to end, and needs some more time. */
    BUSY,
    /** It is to end, and has nothing left to do. */
    MAY_GO,
    /** It cannot be repaired: another one shall take its place. */
    UNHEALTHY
}
