package io.matriarch.backup;

import java.io.IOException;

/** A restore was not begun: the disk has no room for the database. One line for an operator. */
public final class NotEnoughRoom extends IOException {

    private static final long serialVersionUID = 1;

    public NotEnoughRoom(String message) {
        super(message);
    }
}
