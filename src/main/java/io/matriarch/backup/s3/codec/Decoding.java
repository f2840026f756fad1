package io.matriarch.backup.s3.codec;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.HexFormat;
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
    private final String magic;
    private final Source source;
    private final Opening opening;
    private @Nullable InputStream decoder;

    /**
     * @param magic the bytes that each such stream begins with, in hex
     */
    Decoding(String key, String magic, InputStream stored, Opening opening) {
        this.key = key;
        this.magic = magic;
        this.source = new Source(stored, magic.length() / 2);
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
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            if (source.failure != null) {
                throw source.failure;
            }
            throw new UnreadableFormat(line(e), e);
        }
    }

    /** What WAL-G encrypted itself is compressed first, and has the name of that alone. */
    private String line(Exception e) {
        return source.isOther(magic)
                ? "%s does not begin as its name says: it is damaged, or encrypted on the client's side, which only the engine wal-g reads: set backup.engine: wal-g"
                        .formatted(key)
                : "%s is damaged or cut short: %s".formatted(key, e.getMessage());
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

        private final byte[] first;
        private long count;
        private @Nullable IOException failure;

        Source(InputStream in, int remembered) {
            super(in);
            first = new byte[remembered];
        }

        /** False as well when too little has come to tell. */
        boolean isOther(String magic) {
            return count >= first.length && !HexFormat.of().formatHex(first).equals(magic);
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
                for (int i = 0; i < n && count + i < first.length; i++) {
                    first[(int) count + i] = into[from + i];
                }
                count += Math.max(0, n);
                return n;
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}
