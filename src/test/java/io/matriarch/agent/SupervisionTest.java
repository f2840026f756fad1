package io.matriarch.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.host.Supervisor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class SupervisionTest {

    private final List<String> told = new ArrayList<>();
    private final AtomicBoolean stepped = new AtomicBoolean(true);
    private final AtomicBoolean alive = new AtomicBoolean(true);
    private final AtomicReference<String> sentence = new AtomicReference<>("I lead");
    private final Supervision supervision =
            new Supervision(stepped::get, alive::get, sentence::get, new Recorder());

    @Test
    void isReadyOnceTheLoopHasTakenItsFirstStep() {
        stepped.set(false);
        supervision.round();
        assertEquals(List.of(), told);
        stepped.set(true);
        supervision.round();
        supervision.round();
        assertEquals(List.of("ready", "status I lead", "alive", "alive"), told);
    }

    @Test
    void aLoopWithoutProgressIsNotCalledAlive() {
        supervision.round();
        told.clear();
        alive.set(false);
        supervision.round();
        assertEquals(List.of(), told);
        alive.set(true);
        supervision.round();
        assertEquals(List.of("alive"), told);
    }

    @Test
    void aSentenceIsToldWhenItChanges() {
        supervision.round();
        told.clear();
        sentence.set("I follow n2");
        supervision.round();
        supervision.round();
        assertEquals(List.of("status I follow n2", "alive", "alive"), told);
    }

    @Test
    void theEndIsToldOnce() {
        supervision.stopping();
        supervision.stopping();
        assertEquals(List.of("stopping"), told);
    }

    private final class Recorder implements Supervisor {

        @Override
        public void ready() {
            told.add("ready");
        }

        @Override
        public void alive() {
            told.add("alive");
        }

        @Override
        public void status(String words) {
            told.add("status " + words);
        }

        @Override
        public void stopping() {
            told.add("stopping");
        }

        @Override
        public Optional<Duration> patience() {
            return Optional.empty();
        }

        @Override
        public void close() {
            told.add("close");
        }
    }
}
