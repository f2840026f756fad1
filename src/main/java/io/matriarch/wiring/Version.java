package io.matriarch.wiring;

import java.util.Optional;

/** The version of this build, from its manifest. */
final class Version {

    private Version() {}

    static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("0.1.0");
    }
}
