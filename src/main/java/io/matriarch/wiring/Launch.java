package io.matriarch.wiring;

import io.matriarch.config.AgentConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What Main read before the container was there. */
final class Launch {

    private static @Nullable Launch current;

    private final AgentConfig config;
    private final Path file;

    private Launch(AgentConfig config, Path file) {
        this.config = config;
        this.file = file;
    }

    static void set(AgentConfig config, Path file) {
        current = new Launch(config, file);
    }

    static Launch current() {
        Launch launch = current;
        if (launch == null) {
            throw new IllegalStateException("the container was started without \"matriarch run\"");
        }
        return launch;
    }

    AgentConfig config() {
        return config;
    }

    Path file() {
        return file;
    }
}
