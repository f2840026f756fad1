package io.matriarch.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What happened, as lines a person can read: the last ones are kept, all are told on request. */
final class Story {

    private static final int KEPT = 50;

    private record Line(long at, String who, String what) {
        String text() {
            return String.format(
                    Locale.ROOT, "%10.3f s  %-8s %s", at / (double) World.SECOND, who, what);
        }
    }

    private final World world;
    private final Consumer<String> listener;
    private final boolean detailed;
    private final Deque<Line> last = new ArrayDeque<>();

    /**
     * @param listener hears each line
     * @param detailed single events are told, too
     */
    Story(World world, Consumer<String> listener, boolean detailed) {
        this.world = world;
        this.listener = listener;
        this.detailed = detailed;
    }

    void tell(String who, String what) {
        Line line = new Line(world.now(), who, what);
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(line);
        if (detailed) {
            listener.accept(line.text());
        }
    }

    boolean detailed() {
        return detailed;
    }

    void detail(String who, String what) {
        if (detailed) {
            listener.accept(new Line(world.now(), who, "  . " + what).text());
        }
    }

    List<String> lastLines() {
        List<String> lines = new ArrayList<>();
        last.forEach(line -> lines.add(line.text()));
        return lines;
    }
}
