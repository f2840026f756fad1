package io.matriarch.host;

import java.time.Duration;
import java.util.Optional;

/** Started by hand: nobody to tell. */
public record Unsupervised() implements Supervisor {

    @Override
    public void ready() {}

    @Override
    public void alive() {}

    @Override
    public void status(String sentence) {}

    @Override
    public void stopping() {}

    @Override
    public Optional<Duration> patience() {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
