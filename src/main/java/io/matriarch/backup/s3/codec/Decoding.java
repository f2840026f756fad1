package io.matriarch.backup.s3.codec;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Gives the decoders' many complaints one form, and passes on those of the store below as they are.
 */
final class Decoding extends InputStream {

    /** What makes a decoder of the stored bytes; it may read its header at once. */
    interface Opening {
        InputStream open(InputStream stored) throws IOException;
    }

    private final String key;
    private final Source source;
    private final Opening opening;
    private @Nullable InputStream decoder;

    Decoding(String key, InputStream stored, Opening opening) {
        this.key = key;
        this.source = new Source(stored);
        this.opening = opening;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        try {
            InputStream d = decoder;
            if (d == null) {
                d = opening.open(source);
                decoder = d;
            }
            int count = d.read(into, from, length);
            if (count < 0 && source.count == 0) {
                throw new EOFException("it is empty");
            }
            return count;
        } catch (IOException | RuntimeException e) {
            if (source.failure != null) {
                throw source.failure;
            }
            throw new UnreadableFormat(
                    "%s is damaged or cut short: %s".formatted(key, e.getMessage()), e);
        }
    }

    @Override
    public void close() throws IOException {
        InputStream d = decoder;
        if (d == null) {
            source.close();
        } else {
            d.close();
        }
    }

    private static final class Source extends FilterInputStream {

        private long count;
        private @Nullable IOException failure;

        Source(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            try {
                int n = super.read(into, from, length);
                count += Math.max(0, n);
                return n;
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}
