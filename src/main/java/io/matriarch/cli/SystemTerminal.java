package io.matriarch.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The terminal that this process was started on. */
final class SystemTerminal implements Terminal {
    private final @Nullable Console console = System.console();

    @Override
    public boolean isInteractive() {
        return console != null && console.isTerminal();
    }

    @Override
    public Optional<Integer> width() {
        return isInteractive() ? sttyColumns() : Optional.empty();
    }

    @Override
    public Optional<String> ask(String question) {
        return console == null
                ? Optional.empty()
                : Optional.ofNullable(console.readLine("%s", question));
    }

    @Override
    public boolean pause(Duration span) {
        try {
            Thread.sleep(span);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Java does not know a terminal's size; {@code stty size} says "rows columns". */
    private static Optional<Integer> sttyColumns() {
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(ProcessBuilder.Redirect.INHERIT)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try (InputStream in = stty.getInputStream()) {
                String[] size =
                        new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip().split(" ");
                int columns = size.length == 2 ? Integer.parseInt(size[1]) : 0;
                return columns > 0 ? Optional.of(columns) : Optional.empty();
            }
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }
}
