package io.matriarch.lease.dynamodb;

/** An item in the table has another form than ours; the message names item and attribute. */
final class MalformedItem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedItem(String item, String attribute, String wrong) {
        super("item \"%s\": attribute \"%s\" %s".formatted(item, attribute, wrong));
    }
}
