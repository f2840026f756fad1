package io.matriarch.backup.s3.base;

import java.util.Arrays;

/**
 * Paths, by 64 bits of each: a database may have a million files, and an agent's heap has no room
 * for their names. That two of a million share theirs has a chance of one in thirty million.
 */
final class PathSet {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private long[] hashes = new long[1024];
    private int count;
    private boolean sorted;

    void add(String path) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, count + count / 2);
        }
        hashes[count] = hash(path);
        count++;
        sorted = false;
    }

    synchronized boolean holds(String path) {
        if (!sorted) {
            Arrays.sort(hashes, 0, count);
            sorted = true;
        }
        return Arrays.binarySearch(hashes, 0, count, hash(path)) >= 0;
    }

    /** FNV-1a, its bits mixed once more. */
    private static long hash(String path) {
        long hash = OFFSET;
        for (int i = 0; i < path.length(); i++) {
            hash = (hash ^ path.charAt(i)) * PRIME;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        return hash ^ (hash >>> 33);
    }
}
