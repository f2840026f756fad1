package io.matriarch.peers.http;

import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** An exception as one line for an operator. */
final class Why {

    private Why() {}

    static String of(@Nullable Throwable e) {
        return switch (e) {
            case null -> "no reason given";
            case UnknownHostException u -> "unknown host " + u.getMessage();
            case Throwable t -> {
                String message = t.getMessage();
                yield message == null
                        ? t.getClass().getSimpleName()
                        : message.lines().findFirst().orElse(t.getClass().getSimpleName());
            }
        };
    }
}
