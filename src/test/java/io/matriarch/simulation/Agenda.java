package io.matriarch.simulation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is still to happen, as a binary heap in plain arrays: what is due first comes first, and
 * among equals what was entered first.
 */
final class Agenda {

    private long[] due = new long[64];
    private long[] entered = new long[64];
    private @Nullable Runnable[] what = new Runnable[64];
    private int size;
    private long entries;

    /** When the first is due; never, when there is none. */
    long first() {
        return size == 0 ? Long.MAX_VALUE : due[0];
    }

    void add(long at, Runnable next) {
        if (size == due.length) {
            due = Arrays.copyOf(due, 2 * size);
            entered = Arrays.copyOf(entered, 2 * size);
            what = Arrays.copyOf(what, 2 * size);
        }
        int hole = size++;
        // The newest entry comes after all that are due at the same instant.
        while (hole > 0 && due[(hole - 1) / 2] > at) {
            move((hole - 1) / 2, hole);
            hole = (hole - 1) / 2;
        }
        put(hole, at, entries++, next);
    }

    /**
     * Takes out the first.
     *
     * @throws IllegalStateException when there is none
     */
    Runnable remove() {
        Runnable first = what[0];
        if (size == 0 || first == null) {
            throw new IllegalStateException("nothing is to happen any more");
        }
        size--;
        long at = due[size];
        long number = entered[size];
        Runnable last = what[size];
        what[size] = null;
        int hole = 0;
        for (int child = 1; child < size; child = 2 * hole + 1) {
            if (child + 1 < size && before(child + 1, due[child], entered[child])) {
                child++;
            }
            if (!before(child, at, number)) {
                break;
            }
            move(child, hole);
            hole = child;
        }
        if (size > 0) {
            put(hole, at, number, last);
        }
        return first;
    }

    private boolean before(int index, long at, long number) {
        return due[index] < at || (due[index] == at && entered[index] < number);
    }

    private void move(int from, int to) {
        put(to, due[from], entered[from], what[from]);
    }

    private void put(int index, long at, long number, @Nullable Runnable entry) {
        due[index] = at;
        entered[index] = number;
        what[index] = entry;
    }
}
