package io.matriarch.backup.s3.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG;
import net.jpountz.xxhash.XXHashFactory;

/** LZ4's frame format. The native code is used where it loads, else the same in Java. */
final class Lz4Frames {

    private Lz4Frames() {}

    static InputStream reading(InputStream stored) throws IOException {
        return new LZ4FrameInputStream(
                stored,
                LZ4Factory.fastestInstance().safeDecompressor(),
                XXHashFactory.fastestInstance().hash32());
    }

    /** Blocks of 256 KiB: several streams at once must fit into a small heap. */
    static OutputStream writing(OutputStream stored) throws IOException {
        return new LZ4FrameOutputStream(
                stored,
                BLOCKSIZE.SIZE_256KB,
                -1L,
                LZ4Factory.fastestInstance().fastCompressor(),
                XXHashFactory.fastestInstance().hash32(),
                FLG.Bits.BLOCK_INDEPENDENCE,
                FLG.Bits.CONTENT_CHECKSUM);
    }
}
