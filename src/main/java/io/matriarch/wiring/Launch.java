package io.matriarch.wiring;

import io.matriarch.config.AgentConfig;
import io.matriarch.config.Machine;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What Main read before the container was there. */
final class Launch {

    private static @Nullable Launch current;

    private final AgentConfig config;
    private final Path file;
    private final Machine machine;

    private Launch(AgentConfig config, Path file, Machine machine) {
        this.config = config;
        this.file = file;
        this.machine = machine;
    }

    static void set(AgentConfig config, Path file, Machine machine) {
        current = new Launch(config, file, machine);
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

    /** What it has answered once it answers again. */
    Machine machine() {
        return machine;
    }

    Path file() {
        return file;
    }
}
