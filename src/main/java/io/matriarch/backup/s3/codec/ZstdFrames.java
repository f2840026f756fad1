package io.matriarch.backup.s3.codec;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Zstandard's frames, with a checksum of the content in each. */
final class ZstdFrames {

    private static final int LEVEL = 3;

    private ZstdFrames() {}

    static InputStream reading(InputStream stored) throws IOException {
        return new ZstdInputStreamNoFinalizer(stored);
    }

    static OutputStream writing(OutputStream stored) throws IOException {
        return new ZstdOutputStreamNoFinalizer(stored, LEVEL).setChecksum(true);
    }
}
