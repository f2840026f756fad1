package io.matriarch.cli;

/** Colours, or none. Text is padded before it is painted: an escape has no width. */
public record Paint(boolean on) {

    String bold(String text) {
        return code("1", text);
    }

    String dim(String text) {
        return code("2", text);
    }

    String good(String text) {
        return code("32", text);
    }

    String warning(String text) {
        return code("33", text);
    }

    String bad(String text) {
        return code("31", text);
    }

    private String code(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
