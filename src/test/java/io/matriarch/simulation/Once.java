package io.matriarch.simulation;

import java.util.function.Consumer;

/** Passes on the first word, and no other. */
final class Once implements Consumer<Boolean> {

    private final Consumer<Boolean> hears;
    private boolean said;

    Once(Consumer<Boolean> hears) {
        this.hears = hears;
    }

    @Override
    public void accept(Boolean word) {
        if (!said) {
            said = true;
            hears.accept(word);
        }
    }
}
