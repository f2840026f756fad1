package io.matriarch.postgres.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The kernel's view of processes. */
final class ProcFs {

    private ProcFs() {}

    /** One line of {@code /proc/PID/stat}; {@code ticks} of CPU in user and in kernel mode. */
    record Stat(char state, long parent, long ticks) {
        boolean stopped() {
            return state == 'T' || state == 't';
        }

        boolean dead() {
            return state == 'Z' || state == 'X';
        }
    }

    static Optional<Stat> stat(long pid) {
        try {
            String text = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // The command stands in parentheses and may hold anything.
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
            return Optional.of(
                    new Stat(
                            fields[0].charAt(0),
                            Long.parseLong(fields[1]),
                            Long.parseLong(fields[11]) + Long.parseLong(fields[12])));
        } catch (IOException | RuntimeException _) {
            return Optional.empty();
        }
    }

    static boolean alive(long pid) {
        return stat(pid).filter(s -> !s.dead()).isPresent();
    }

    /** True when the process runs in that directory, as a server does in its data directory. */
    static boolean worksIn(long pid, Path directory) {
        try {
            return Path.of("/proc/" + pid + "/cwd").toRealPath().equals(directory.toRealPath());
        } catch (IOException _) {
            return false;
        }
    }

    /** CPU ticks of a process and of each of its descendants. */
    static Map<Long, Long> ticks(long root) {
        var found = new HashMap<Long, Long>();
        var left = new ArrayDeque<Long>();
        left.add(root);
        while (!left.isEmpty()) {
            long pid = left.remove();
            var stat = stat(pid);
            if (stat.isPresent() && found.put(pid, stat.get().ticks()) == null) {
                children(pid, left);
            }
        }
        return found;
    }

    private static void children(long pid, ArrayDeque<Long> into) {
        try (var threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                for (String child : Files.readString(thread.resolve("children")).split(" ")) {
                    if (!child.isBlank()) {
                        into.add(Long.parseLong(child.strip()));
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException | NumberFormatException _) {
            // It ended meanwhile.
        }
    }
}
