package io.matriarch.secrets;

import java.util.Locale;

/** What a cluster keeps secret. */
public enum SecretName {
    /** The password of the role {@code postgres}. */
    SUPERUSER,
    /** The password of the role that standbys stream as. */
    REPLICATION,
    /** What calls bring that change something. */
    TOKEN;

    /** As in paths and messages. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
