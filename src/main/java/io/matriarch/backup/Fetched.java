package io.matriarch.backup;

/** How the fetching of one file of the write-ahead log ended. */
public sealed interface Fetched {

    /** It stands at its target, whole, and on disk. */
    record Written() implements Fetched {}

    /** The archive answered that it has no such file. */
    record Absent() implements Fetched {}

    /** Nobody knows whether the archive has it; {@code why} is one line. */
    record Failed(String why) implements Fetched {}
}
