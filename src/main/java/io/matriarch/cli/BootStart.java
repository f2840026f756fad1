package io.matriarch.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who starts a server when its machine boots, and must not do so any more. */
final class BootStart {

    private static final Pattern DEBIAN =
            Pattern.compile("/etc/postgresql/([0-9]+)/([^/]+)/postgresql\\.conf");

    private BootStart() {}

    static String remark(ServerFacts primary) {
        Matcher debian = DEBIAN.matcher(primary.text("config_file"));
        return debian.matches()
                ? "Debian starts it at boot: \"systemctl disable postgresql@%s-%s\" on every node, and start.conf to manual"
                        .formatted(debian.group(1), debian.group(2))
                : "whatever starts PostgreSQL in %s when its machine boots must not do so any more"
                        .formatted(primary.text("data_dir"));
    }
}
