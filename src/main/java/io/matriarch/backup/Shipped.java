package io.matriarch.backup;

/** How the shipping of one file of the write-ahead log ended. */
public sealed interface Shipped {

    /** It is in the archive; perhaps it was before. */
    record Stored() implements Shipped {}

    /** Trying again may help; {@code why} is one line. */
    record Failed(String why) implements Shipped {}

    /**
     * The archive holds something that this file contradicts, or belongs to another cluster:
     * nothing was overwritten, and somebody must look. {@code why} is one line.
     */
    record Refused(String why) implements Shipped {}
}
