package io.matriarch.cluster;

import java.util.List;

/**
 * Who may log in, and as whom, as operators wrote it.
 *
 * @param hba lines of pg_hba.conf
 * @param ident lines of pg_ident.conf
 */
public record AccessLines(List<String> hba, List<String> ident) {

    public static final AccessLines NONE = new AccessLines(List.of(), List.of());

    public AccessLines {
        hba = List.copyOf(hba);
        ident = List.copyOf(ident);
    }

    /** Without maps of names. */
    public static AccessLines ofHba(List<String> lines) {
        return new AccessLines(lines, List.of());
    }

    /** The same maps of names under other rules. */
    public AccessLines withHba(List<String> lines) {
        return new AccessLines(lines, ident);
    }
}
