package io.matriarch.backup.s3.objects;

/** What a key may look like: nothing that would leave the prefix. */
final class Keys {

    private Keys() {}

    static String checked(String key) throws StorageException {
        for (String name : key.split("/", -1)) {
            if (name.isEmpty()
                    || name.equals(".")
                    || name.equals("..")
                    || name.indexOf('\0') >= 0) {
                throw new StorageException(
                        StorageException.Kind.REFUSED, "\"%s\" names no object".formatted(key));
            }
        }
        return key;
    }
}
