package io.matriarch.demo;

import io.matriarch.api.dto.ClusterDocument;
import io.matriarch.cli.ClusterText;
import io.matriarch.cli.Paint;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Tells each node's new sentence, and shows the list when something in it has changed. */
final class HerdWatch implements AutoCloseable {

    private static final long STEP_MILLIS = 250;
    private static final int LASTING_LOOKS = 4;
    private static final int WIDTH = 120;

    private final Herd herd;
    private final Screen screen;
    private final List<Thread> threads;

    HerdWatch(Herd herd, Screen screen) {
        this.herd = herd;
        this.screen = screen;
        var ears = herd.nodes().stream().map(this::listen).toList();
        var list = Thread.ofVirtual().name("list").start(this::showChanges);
        this.threads = Stream.concat(ears.stream(), Stream.of(list)).toList();
    }

    void show() {
        screen.say(herd.look().newest().map(this::table).orElse("no agent answers"));
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }

    private Thread listen(HerdNode node) {
        return Thread.ofVirtual().name("ear on " + node.name()).start(() -> tell(node));
    }

    private void tell(HerdNode node) {
        String last = "";
        while (pause()) {
            String sentence =
                    node.api().node().map(NodeAnswer::sentence).orElse("its agent does not answer");
            if (!sameWords(sentence, last)) {
                screen.event("%s  %s".formatted(node.name(), sentence));
            }
            last = sentence;
        }
    }

    /** A lag that changes is no news. */
    static boolean sameWords(String a, String b) {
        return wordsOnly(a).equals(wordsOnly(b));
    }

    private static String wordsOnly(String sentence) {
        return sentence.replaceAll("[0-9][0-9,.]*( [kMGT]?B\\b)?", "0");
    }

    private void showChanges() {
        List<String> shown = List.of();
        List<String> before = List.of();
        Optional<String> backup = Optional.empty();
        int looks = 0;
        while (pause()) {
            HerdView view = herd.look();
            Optional<String> newest = view.newestBackup();
            if (newest.isPresent() && !newest.equals(backup)) {
                screen.event("a base backup is in the archive: " + newest.get());
                backup = newest;
            }
            List<String> now = essence(view);
            looks = now.equals(before) ? looks + 1 : 0;
            // Only what lasts is shown; the sentences tell the rest.
            if (looks >= LASTING_LOOKS && !now.equals(shown)) {
                view.newest().map(this::table).ifPresent(screen::say);
                shown = now;
            }
            before = now;
        }
    }

    private static List<String> essence(HerdView view) {
        return view.newest().stream()
                .flatMap(d -> d.members().stream())
                .map(m -> "%s %s %s %s".formatted(m.name(), m.role(), m.state(), m.timeline()))
                .toList();
    }

    private String table(ClusterDocument document) {
        return new ClusterText(document).table(WIDTH, new Paint(screen.isTerminal())).indent(4);
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }
}
