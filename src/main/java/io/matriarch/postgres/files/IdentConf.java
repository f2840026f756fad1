package io.matriarch.postgres.files;

import java.util.List;

/** pg_ident.conf: which user of another system may be which user of the database. */
final class IdentConf {

    private IdentConf() {}

    static String render(List<String> lines) {
        var text =
                new StringBuilder(
                        "# Written by Matriarch: what is changed here is lost. Use postgres.ident.\n");
        lines.forEach(line -> text.append(line.strip()).append('\n'));
        return text.toString();
    }
}
