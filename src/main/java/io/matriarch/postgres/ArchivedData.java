package io.matriarch.postgres;

import io.matriarch.cluster.ArchiveView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Builds data directories from the archive. What cannot be done is an {@link IOException} of one
 * line for an operator.
 */
public interface ArchivedData {

    /** There is no archive, and nobody asked for a restore. */
    ArchivedData NONE =
            new ArchivedData() {
                @Override
                public String replica(Path fresh, Optional<Source> source) throws IOException {
                    throw new IOException("there is no archive");
                }

                @Override
                public Optional<Map<String, String>> asked() {
                    return Optional.empty();
                }

                @Override
                public String unpackAsked(Path fresh) throws IOException {
                    throw new IOException("nobody asked for a restore");
                }

                @Override
                public void carriedOut() {}

                @Override
                public Optional<ArchiveView> others() {
                    return Optional.empty();
                }
            };

    /**
     * The leader that the copy shall follow.
     *
     * @param size bytes of all its databases
     * @param version such as 150018
     */
    record Source(SystemId systemId, Timeline timeline, Lsn position, long size, int version) {}

    /**
     * Unpacks the newest fit base backup into {@code fresh}, which is absent.
     *
     * @return what was unpacked, in words
     * @throws IOException also when a copy of the source itself is the better way
     */
    String replica(Path fresh, Optional<Source> source) throws IOException, InterruptedException;

    /**
     * The new cluster shall begin with a restore that an operator asked for.
     *
     * @return the settings of its recovery
     */
    Optional<Map<String, String>> asked() throws IOException;

    /** Unpacks what was asked for into {@code fresh}, which is absent; what it was, in words. */
    String unpackAsked(Path fresh) throws IOException, InterruptedException;

    /** The restore that was asked for has ended well. */
    void carriedOut() throws IOException;

    /** How it fares with another cluster's archive; empty while no log comes from one. */
    Optional<ArchiveView> others();
}
