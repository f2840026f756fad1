package io.matriarch.cli;

import io.matriarch.api.dto.HistoryLine;
import io.matriarch.cluster.Lsn;
import java.util.List;

/** The history of timelines as a table, or as tab-separated lines. */
final class HistoryText {
    private final List<HistoryLine> lines;

    HistoryText(List<HistoryLine> lines) {
        this.lines = List.copyOf(lines);
    }

    String table(int width, Paint paint) {
        if (lines.isEmpty()) {
            return "No timeline has ended yet.";
        }
        var table = new Table();
        table.add(
                List.of(
                        Table.Cell.right("TL").painted(paint::dim),
                        Table.Cell.right("LSN").painted(paint::dim),
                        Table.Cell.of("WHEN").painted(paint::dim),
                        Table.Cell.of("NEW LEADER").painted(paint::dim),
                        Table.Cell.of("REASON").painted(paint::dim)));
        lines.forEach(
                l ->
                        table.add(
                                List.of(
                                        Table.Cell.right(Integer.toString(l.timeline())),
                                        Table.Cell.right(new Lsn(l.lsn()).toString()),
                                        Table.Cell.of(l.when()),
                                        Table.Cell.of(l.leader()),
                                        Table.Cell.of(l.reason()))));
        return table.print(width);
    }

    String tsv() {
        return Tsv.of(
                List.of("TL", "LSN", "Reason", "When", "New Leader"),
                lines.stream()
                        .map(
                                l ->
                                        List.of(
                                                Integer.toString(l.timeline()),
                                                new Lsn(l.lsn()).toString(),
                                                l.reason(),
                                                l.when(),
                                                l.leader()))
                        .toList());
    }
}
