package io.matriarch.backup.s3.base;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * A file of a delta backup: the pages that changed since the backup it rests on. Little-endian: the
 * magic, the file's size (u64), the number of pages (u32), their block numbers (u32 each), pages.
 */
final class Increment {

    private static final byte[] MAGIC = {'w', 'i', '1', 0x55};
    private static final int PAGE = 8192;
    private static final int MOST_BLOCKS = 131_072;

    private Increment() {}

    /** Applied twice it changes nothing, so that a part may be read again from its beginning. */
    static void apply(InputStream increment, FileChannel file, String name) throws IOException {
        var in = new DataInputStream(increment);
        try {
            byte[] magic = new byte[MAGIC.length];
            in.readFully(magic);
            if (!Arrays.equals(magic, MAGIC)) {
                throw new IOException("the increment of %s has another form".formatted(name));
            }
            long size = Long.reverseBytes(in.readLong());
            int count = Integer.reverseBytes(in.readInt());
            // A segment of a relation holds 1 GB, unless PostgreSQL was built for larger ones.
            if (size < 0 || count < 0 || count > Math.max(MOST_BLOCKS, size / PAGE + 1)) {
                throw new IOException("the increment of %s is damaged".formatted(name));
            }
            int[] blocks = new int[count];
            for (int i = 0; i < count; i++) {
                blocks[i] = Integer.reverseBytes(in.readInt());
            }
            resize(file, size);
            write(in, file, blocks);
        } catch (EOFException e) {
            throw new IOException("the increment of %s is cut short".formatted(name), e);
        }
    }

    private static void write(DataInputStream in, FileChannel file, int[] blocks)
            throws IOException {
        byte[] page = new byte[PAGE];
        for (int block : blocks) {
            in.readFully(page);
            ByteBuffer bytes = ByteBuffer.wrap(page);
            long at = Integer.toUnsignedLong(block) * PAGE;
            while (bytes.hasRemaining()) {
                at += file.write(bytes, at);
            }
        }
    }

    private static void resize(FileChannel file, long size) throws IOException {
        if (file.size() > size) {
            file.truncate(size);
        } else if (file.size() < size) {
            file.write(ByteBuffer.wrap(new byte[1]), size - 1);
        }
    }
}
