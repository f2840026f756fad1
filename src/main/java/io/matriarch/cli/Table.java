package io.matriarch.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Columns as wide as their longest cell, the last one wrapped to what the terminal leaves. */
final class Table {
    private static final String GAP = "  ";

    /** Narrower than this a sentence is no longer a pleasure: it goes below its row. */
    private static final int LEAST = 36;

    /**
     * @param paint colours this cell once it is padded
     */
    record Cell(String text, boolean right, UnaryOperator<String> paint) {
        static Cell of(String text) {
            return new Cell(text, false, UnaryOperator.identity());
        }

        static Cell right(String text) {
            return new Cell(text, true, UnaryOperator.identity());
        }

        Cell painted(UnaryOperator<String> with) {
            return new Cell(text, right, with);
        }

        private String padded(int width) {
            String space = " ".repeat(width - text.length());
            return paint.apply(right ? space + text : text + space);
        }
    }

    private final List<List<Cell>> rows = new ArrayList<>();

    /** Every row has the same number of cells. */
    void add(List<Cell> row) {
        rows.add(List.copyOf(row));
    }

    /**
     * @param width of the terminal; a file takes any
     */
    String print(int width) {
        int last = rows.getFirst().size() - 1;
        int[] widths = new int[last];
        int left = 0;
        for (int c = 0; c < last; c++) {
            int column = c;
            widths[c] = rows.stream().mapToInt(r -> r.get(column).text().length()).max().orElse(0);
            left += widths[c] + GAP.length();
        }
        boolean below = width - left < LEAST;
        var out = new StringBuilder();
        for (List<Cell> row : rows) {
            var line = new StringBuilder();
            for (int c = 0; c < last; c++) {
                line.append(row.get(c).padded(widths[c])).append(GAP);
            }
            appendLast(out, line, row.get(last), below ? GAP.length() * 2 : left, width, below);
        }
        return out.toString().stripTrailing();
    }

    private static void appendLast(
            StringBuilder out,
            StringBuilder line,
            Cell cell,
            int indent,
            int width,
            boolean below) {
        List<String> lines = Wrap.lines(cell.text(), Math.max(10, width - indent));
        String first = lines.getFirst();
        if (below && !first.isEmpty()) {
            out.append(line.toString().stripTrailing()).append('\n');
            line.setLength(0);
            line.append(" ".repeat(indent));
        }
        line.append(first.isEmpty() ? "" : cell.paint().apply(first));
        out.append(line.toString().stripTrailing()).append('\n');
        for (String more : lines.subList(1, lines.size())) {
            out.append(" ".repeat(indent)).append(cell.paint().apply(more)).append('\n');
        }
    }
}
