package io.matriarch.backup.s3.base;

import java.io.IOException;

/** The newest backup begins where this one would: no checkpoint has been made since. */
final class AlreadyThere extends IOException {

    private static final long serialVersionUID = 1;

    AlreadyThere(String backup) {
        super(backup + " is there already: no checkpoint has been made since");
    }
}
