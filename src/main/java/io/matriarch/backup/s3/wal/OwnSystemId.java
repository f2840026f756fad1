package io.matriarch.backup.s3.wal;

import io.matriarch.cluster.SystemId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** The cluster that a data directory belongs to; the control file begins with it. */
public record OwnSystemId(Path dataDir) implements Supplier<Optional<SystemId>> {

    @Override
    public Optional<SystemId> get() {
        try (InputStream in = Files.newInputStream(dataDir.resolve("global/pg_control"))) {
            byte[] id = in.readNBytes(Long.BYTES);
            return id.length < Long.BYTES
                    ? Optional.empty()
                    : Optional.of(
                            new SystemId(
                                    Long.toUnsignedString(
                                            ByteBuffer.wrap(id)
                                                    .order(ByteOrder.LITTLE_ENDIAN)
                                                    .getLong())));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
