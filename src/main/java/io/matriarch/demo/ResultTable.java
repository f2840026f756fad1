package io.matriarch.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** All outcomes in one table, a row for each fault, the figure to reach beside what was reached. */
final class ResultTable {

    private static final List<String> HEAD =
            List.of(
                    "FAULT",
                    "OUTAGE",
                    "TO REACH",
                    "TWO PRIMARIES",
                    "ROWS",
                    "LOST",
                    "FAILOVERS",
                    "PATRONI 4.1.5",
                    "");

    private ResultTable() {}

    static String of(List<Outcome> outcomes) {
        Map<String, List<Outcome>> byFault = new LinkedHashMap<>();
        outcomes.forEach(
                o -> byFault.computeIfAbsent(o.fault().name(), _ -> new ArrayList<>()).add(o));
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        byFault.forEach((name, runs) -> rows.add(row(name, runs)));
        return print(rows);
    }

    private static List<String> row(String name, List<Outcome> runs) {
        Expected expected = Expected.of(runs.getFirst().fault());
        boolean reached =
                runs.stream()
                        .allMatch(
                                o ->
                                        o.wrong().isEmpty()
                                                && o.figures().outage() <= expected.outage());
        return List.of(
                name,
                range(runs, o -> o.figures().outage(), "%.2f") + " s",
                String.format(Locale.ROOT, "<= %.1f s", expected.outage()),
                range(runs, o -> o.figures().twoPrimaries(), "%.2f") + " s",
                Words.count(runs.stream().mapToLong(o -> o.figures().acknowledged()).sum()),
                Words.count(runs.stream().mapToLong(o -> o.figures().lost()).sum()),
                range(runs, Outcome::failovers, "%.0f"),
                expected.patroni(),
                reached ? "reached" : "MISSED");
    }

    /** One figure, or the least and the most of several runs. */
    private static String range(
            List<Outcome> runs, ToDoubleFunction<Outcome> figure, String format) {
        var all = runs.stream().mapToDouble(figure).summaryStatistics();
        String least = String.format(Locale.ROOT, format, all.getMin());
        String most = String.format(Locale.ROOT, format, all.getMax());
        return least.equals(most) ? least : least + "-" + most;
    }

    private static String print(List<List<String>> rows) {
        var out = new StringBuilder();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int c = 0; c < row.size(); c++) {
                int column = c;
                int width = rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
                line.append(row.get(c)).append(" ".repeat(width - row.get(c).length() + 2));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }
}
