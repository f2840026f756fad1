package io.matriarch.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The processes beside a node's agent, found in /proc by the node's own directory: they outlive the
 * agent, so nobody else can tell.
 */
record NodeProcesses(Path dir) {

    private static final Path PROC = Path.of("/proc");
    private static final String SWITCH = "matriarch-switch";

    /** The dead man's switch, PostgreSQL and whichever of its programs runs. */
    List<Long> all() {
        return pids().filter(pid -> isSwitch(pid) || isPostgres(pid)).toList();
    }

    /** The postmaster and all that it started. */
    List<Long> postgres() {
        return pids().filter(this::isPostgres).toList();
    }

    OptionalLong postmaster() {
        try (Stream<String> lines =
                Files.lines(dir.resolve("data/postmaster.pid"), StandardCharsets.UTF_8)) {
            long pid = lines.findFirst().map(String::strip).map(Long::parseLong).orElse(0L);
            return isPostgres(pid) ? OptionalLong.of(pid) : OptionalLong.empty();
        } catch (IOException | NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    private static Stream<Long> pids() {
        try (Stream<Path> entries = Files.list(PROC)) {
            return entries
                    .map(p -> String.valueOf(p.getFileName()))
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .map(Long::parseLong)
                    .toList()
                    .stream();
        } catch (IOException _) {
            return Stream.empty();
        }
    }

    private boolean isSwitch(long pid) {
        String command = command(pid);
        return command.contains(SWITCH) && mentions(command);
    }

    /** A backend's title names no directory, but it works in the data directory. */
    private boolean isPostgres(long pid) {
        String program = link(pid, "exe").replace(" (deleted)", "");
        String name = program.substring(program.lastIndexOf('/') + 1);
        boolean postgres =
                name.equals("postgres") || name.equals("initdb") || name.startsWith("pg_");
        return postgres && (mentions(command(pid)) || mentions(link(pid, "cwd") + "/"));
    }

    private boolean mentions(String text) {
        return text.contains(dir + "/");
    }

    private static String command(long pid) {
        try {
            return Files.readString(PROC.resolve(pid + "/cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException _) {
            return "";
        }
    }

    private static String link(long pid, String name) {
        try {
            return Files.readSymbolicLink(PROC.resolve(pid + "/" + name)).toString();
        } catch (IOException _) {
            return "";
        }
    }
}
