package io.matriarch.backup.s3.objects;

/** What a write does when there is an object of its name. */
public enum Existing {
    /** It fails with {@link StorageException.Kind#EXISTS}; the store decides it in one step. */
    KEEP,
    /** It takes its place. */
    REPLACE
}
