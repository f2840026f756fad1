package io.matriarch.backup.s3.objects;

import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The body of one object, all of it: when the connection breaks, it is asked for again from there,
 * on condition that it is still the same object. The length that the first answer told decides
 * where the end is.
 */
final class ResumingInput extends InputStream {

    /** Asks for the bytes from a position of the object with that tag. */
    interface Again {
        ResponseInputStream<GetObjectResponse> from(long position, String etag)
                throws StorageException;
    }

    /** In a row, with no byte in between. */
    private static final int BREAKS = 3;

    private final String name;
    private final Again again;
    private final long length;
    private final String etag;
    private ResponseInputStream<GetObjectResponse> body;
    private long position;
    private int breaks;

    ResumingInput(String name, ResponseInputStream<GetObjectResponse> body, Again again) {
        this.name = name;
        this.body = body;
        this.again = again;
        this.length = body.response().contentLength();
        this.etag = body.response().eTag();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        while (position < length) {
            String why;
            try {
                int n = body.read(into, from, (int) Math.min(count, length - position));
                if (n > 0) {
                    position += n;
                    breaks = 0;
                    if (position == length) {
                        finish();
                    }
                    return n;
                }
                why = "the connection ended";
            } catch (StorageException e) {
                throw e;
            } catch (IOException | SdkException e) {
                why = String.valueOf(e.getMessage());
            }
            resume(why);
        }
        return -1;
    }

    /** All has come; the SDK compares it with the store's checksum when it sees the end. */
    private void finish() throws StorageException {
        try {
            int _ = body.read();
        } catch (SdkException e) {
            throw new StorageException(
                    StorageException.Kind.CORRUPT,
                    "%s is not what was stored: %s".formatted(name, e.getMessage()),
                    e);
        } catch (IOException _) {
            // The connection broke behind the last byte.
        }
    }

    private void resume(String why) throws StorageException {
        body.abort();
        breaks++;
        if (breaks > BREAKS) {
            throw new StorageException(
                    StorageException.Kind.UNREACHABLE,
                    "%s was cut short at %d of %d bytes: %s"
                            .formatted(name, position, length, why));
        }
        body = again.from(position, etag);
        Long rest = body.response().contentLength();
        if (rest == null || rest != length - position) {
            body.abort();
            throw new StorageException(
                    StorageException.Kind.CORRUPT,
                    "%s: asked for its last %d bytes, the store offers %s"
                            .formatted(name, length - position, rest));
        }
    }

    @Override
    public void close() {
        if (position < length) {
            // Closing would read the rest first.
            body.abort();
            return;
        }
        try {
            body.close();
        } catch (IOException _) {
            // All of it has been read.
        }
    }
}
