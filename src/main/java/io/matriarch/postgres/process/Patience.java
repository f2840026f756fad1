package io.matriarch.postgres.process;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Moment;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** For how long a standby whose source lacks its log may look for it elsewhere. */
final class Patience {

    private record Waiting(Lsn position, Moment until) {}

    private final AtomicReference<Optional<Waiting>> waiting =
            new AtomicReference<>(Optional.empty());

    /** It has some left since it was granted last. */
    boolean lasts(Moment now) {
        return waiting.get().filter(w -> now.isBefore(w.until())).isPresent();
    }

    /** Granted once for each position: whoever stands where it stood has found nothing. */
    boolean grants(Lsn position, Duration span, Moment now) {
        Optional<Waiting> before = waiting.get();
        if (before.filter(w -> w.position().equals(position)).isPresent()) {
            return lasts(now);
        }
        waiting.set(Optional.of(new Waiting(position, now.plus(span))));
        return true;
    }

    void end() {
        waiting.set(Optional.empty());
    }
}
