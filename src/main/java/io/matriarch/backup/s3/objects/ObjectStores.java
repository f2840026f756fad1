package io.matriarch.backup.s3.objects;

import io.matriarch.backup.BackupAddress;

/** The store that an address means. */
public final class ObjectStores {

    private ObjectStores() {}

    /**
     * Makes no call yet.
     *
     * @param settings for buckets
     * @throws IllegalArgumentException when no region is set and the machine names none
     */
    public static ObjectStore open(BackupAddress address, S3Settings settings) {
        return switch (address) {
            case BackupAddress.Bucket bucket -> S3Objects.open(bucket, settings, S3Patience.USUAL);
            case BackupAddress.Directory directory -> new DirectoryObjects(directory.path());
        };
    }
}
