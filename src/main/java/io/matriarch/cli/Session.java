package io.matriarch.cli;

import java.io.PrintWriter;
import java.util.Map;

/** What a command works with: its streams, its environment, and the ways to the cluster. */
record Session(
        PrintWriter out,
        PrintWriter err,
        Map<String, String> env,
        Terminal terminal,
        TargetReader targets,
        StoreReaderFactory stores) {

    /** Colours only for a person who did not ask for none. */
    Paint paint() {
        return new Paint(terminal.isInteractive() && env.getOrDefault("NO_COLOR", "").isEmpty());
    }
}
