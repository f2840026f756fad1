package io.matriarch.demo;

import java.util.BitSet;

/** The numbers of the rows that a leader has acknowledged. */
final class Rows {

    private final BitSet acknowledged = new BitSet();
    private int count;

    synchronized void acknowledged(int row) {
        acknowledged.set(row);
        count++;
    }

    /** How many since the beginning; those that were lost count too. */
    synchronized int count() {
        return count;
    }

    synchronized BitSet snapshot() {
        return (BitSet) acknowledged.clone();
    }

    /** They have been reported. */
    synchronized void forget(BitSet lost) {
        acknowledged.andNot(lost);
    }
}
