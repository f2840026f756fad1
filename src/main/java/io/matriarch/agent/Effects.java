package io.matriarch.agent;

/** Starts effects; never blocks, and never answers on the caller's thread. */
public interface Effects {
    void start(Effect effect);
}
