package io.matriarch.backup.s3.base;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** What an entry of an archive is, and its name as a path below the data directory. */
final class TarEntries {

    private TarEntries() {}

    /**
     * A leading slash and a leading dot are ordinary: both mean the data directory.
     *
     * @return empty for the data directory itself
     * @throws UnsafeArchiveException when the name would leave it
     */
    static String below(String name) throws UnsafeArchiveException {
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/", -1)) {
            switch (part) {
                case "", "." -> {}
                case ".." ->
                        throw new UnsafeArchiveException(
                                "the archive's entry \"%s\" would leave the data directory"
                                        .formatted(name));
                default -> parts.add(part);
            }
        }
        if (name.indexOf('\0') >= 0) {
            throw new UnsafeArchiveException("an entry of the archive has a NUL in its name");
        }
        return String.join("/", parts);
    }

    /** The library's own question takes pipes and devices for files. */
    static boolean isPlainFile(TarArchiveEntry entry) {
        return switch (entry.getLinkFlag()) {
            case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG ->
                    !entry.isDirectory();
            default -> false;
        };
    }
}
