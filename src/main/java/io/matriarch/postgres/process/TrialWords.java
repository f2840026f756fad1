package io.matriarch.postgres.process;

import io.matriarch.postgres.files.HbaConf;
import io.matriarch.postgres.files.Rendering;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what PostgreSQL says while it starts, and while it refuses to. */
final class TrialWords {

    private static final Pattern REPORT = Pattern.compile("(LOG|WARNING|FATAL|PANIC): +(.*)");
    private static final Pattern PROGRAM = Pattern.compile("\\S*postgres: (.*)");
    private static final Pattern PLACE =
            Pattern.compile("CONTEXT: +line (\\d+) of configuration file \".*/(pg_\\w+\\.conf)\"");
    private static final Pattern PARAMETER = Pattern.compile("parameter (?:name )?\"([^\"]+)\"");
    private static final Pattern EXPRESSION =
            Pattern.compile("invalid regular expression \"(.*)\": .*");

    /** The first thing that it lacks when nothing is wrong. */
    private static final String REACHED = "required WAL directory";

    /** No mistake: the line fits nobody while ssl is off, or in a build without it. */
    private static final String IDLE = "record cannot match";

    private final Rendering rendering;
    private final List<String> hba = new ArrayList<>();
    private final List<String> ident = new ArrayList<>();
    private final Map<String, String> ignored = new LinkedHashMap<>();
    private String said = "";
    private String parameter = "";
    private String fatal = "";

    TrialWords(Rendering rendering) {
        this.rendering = rendering;
    }

    TrialVerdict verdict(List<String> lines) {
        lines.forEach(this::read);
        if (!hba.isEmpty() && fatal.startsWith("could not load")) {
            return new TrialVerdict.NoRules(hba);
        }
        if (fatal.startsWith(REACHED)) {
            return new TrialVerdict.Starts(ident, ignored);
        }
        if (!fatal.isEmpty()) {
            boolean file = fatal.startsWith("configuration file") && !parameter.isEmpty();
            return new TrialVerdict.Refused(file ? parameter : fatal);
        }
        return new TrialVerdict.Unknown(
                "PostgreSQL says " + (lines.isEmpty() ? "nothing" : lines.getLast()));
    }

    private void read(String line) {
        Matcher place = PLACE.matcher(line);
        Matcher report = REPORT.matcher(line);
        Matcher program = PROGRAM.matcher(line);
        if (place.matches()) {
            misread(place.group(2), Integer.parseInt(place.group(1)));
        } else if (report.matches()) {
            unplaced();
            report(report.group(1), report.group(2));
        } else if (program.matches() && fatal.isEmpty()) {
            fatal = program.group(1);
        }
    }

    private void misread(String file, int line) {
        if (!said.contains(IDLE)) {
            if (file.equals("pg_hba.conf")) {
                hba.add(refusal("postgres.hba", hbaLines().get(line - 1)));
            } else {
                // The first line is Matriarch's own.
                ident.add(refusal("postgres.ident", identLines().get(line - 2)));
            }
        }
        said = "";
    }

    /** Before version 16 PostgreSQL does not say where a regular expression stands. */
    private void unplaced() {
        Matcher expression = EXPRESSION.matcher(said);
        if (expression.matches()) {
            identLines().stream()
                    .filter(line -> line.contains("/" + expression.group(1)))
                    .findFirst()
                    .ifPresent(line -> ident.add(refusal("postgres.ident", line)));
        }
    }

    private String refusal(String key, String line) {
        return "%s: \"%s\": PostgreSQL says %s".formatted(key, line, said);
    }

    private List<String> hbaLines() {
        var settings = rendering.settings();
        return HbaConf.render(settings.replicationUser(), settings.access().hba(), true)
                .lines()
                .toList();
    }

    private List<String> identLines() {
        return rendering.settings().access().ident();
    }

    private void report(String level, String words) {
        said = words;
        if (level.equals("FATAL") || level.equals("PANIC")) {
            fatal = fatal.isEmpty() ? words : fatal;
            return;
        }
        Matcher found = PARAMETER.matcher(words);
        if (found.find()) {
            parameter = words.replaceFirst(" in file \".*", "");
            ignored.put(found.group(1), words);
        }
    }
}
