package io.interregnum.report;

import java.util.ArrayList;
import java.util.List;

/** Reads CSV as RFC 4180 has it, and refuses anything else; for assertions. */
final class CsvTable {
    private final String text;
    private int at;

    private CsvTable(String text) {
        this.text = text;
    }

    static List<List<String>> read(String text) {
        CsvTable table = new CsvTable(text);
        List<List<String>> rows = new ArrayList<>();
        while (table.at < text.length()) {
            rows.add(table.row());
        }
        return rows;
    }

    private List<String> row() {
        List<String> cells = new ArrayList<>();
        cells.add(cell());
        while (text.charAt(at) == ',') {
            at++;
            cells.add(cell());
        }
        if (!text.startsWith("\r\n", at)) {
            throw new AssertionError("no line end at " + at + " of " + text);
        }
        at += 2;
        return cells;
    }

    private String cell() {
        StringBuilder cell = new StringBuilder();
        if (text.charAt(at) != '"') {
            while (",\r\n\"".indexOf(text.charAt(at)) < 0) {
                cell.append(text.charAt(at));
                at++;
            }
            return cell.toString();
        }
        at++;
        while (text.charAt(at) != '"' || text.startsWith("\"\"", at)) {
            cell.append(text.charAt(at));
            at += text.charAt(at) == '"' ? 2 : 1;
        }
        at++;
        return cell.toString();
    }
}
