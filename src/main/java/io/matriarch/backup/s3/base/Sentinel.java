package io.matriarch.backup.s3.base;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.SystemId;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The object that makes a backup visible; written last.
 *
 * @param version of the server, such as 150018
 * @param size bytes of the database, unpacked
 * @param storedSize bytes in the store
 * @param tablespaces oid to place
 * @param restsOn the backup that a delta needs
 * @param permanent absent in what older versions of WAL-G wrote, like the times
 * @param listed files_metadata.json names the files
 */
record Sentinel(
        Lsn start,
        Lsn finish,
        int version,
        SystemId systemId,
        long size,
        long storedSize,
        SortedMap<String, String> tablespaces,
        Optional<Delta> restsOn,
        Optional<Instant> begun,
        Optional<Instant> finished,
        String host,
        String dataDir,
        boolean permanent,
        boolean listed) {

    /** What a delta adds. */
    record Delta(String from, String full, Lsn start, int count) {}
}
