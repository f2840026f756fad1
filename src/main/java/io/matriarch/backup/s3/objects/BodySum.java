package io.matriarch.backup.s3.objects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.CRC32;

/**
 * The CRC32 of a body as S3 wants it in a header: it compares what arrives with it, and a bucket
 * whose objects are locked takes none without one. Said beforehand, because in a trailer, as the
 * SDK sends its own, it changes the whole form of the body.
 */
final class BodySum {

    private static final int CHUNK = 256 * 1024;

    private BodySum() {}

    static String of(byte[] bytes, int length) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, length);
        return text(sum);
    }

    static String of(Path file) throws IOException {
        CRC32 sum = new CRC32();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                sum.update(chunk, 0, n);
            }
        }
        return text(sum);
    }

    private static String text(CRC32 sum) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }
}
