package io.matriarch.backup.s3.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The compression of one object; its name's extension tells which. */
public enum Codec {
    /** LZ4's frame format: WAL-G's default, and ours. */
    LZ4("lz4", "04224d18"),
    /** Smaller than LZ4, and slower. */
    ZSTD("zst", "28b52ffd"),
    GZIP("gz", "1f8b"),
    /** As it is. */
    NONE("", "");

    private static final Map<String, String> ELSEWHERE =
            Map.of("br", "brotli", "lzma", "LZMA", "lzo", "LZO");

    private static final int BUFFER = 64 * 1024;

    private final String extension;
    private final String magic;

    /**
     * @param magic the bytes that each such stream begins with, in hex
     */
    Codec(String extension, String magic) {
        this.extension = extension;
        this.magic = magic;
    }

    /** {@code backup.compression}: lz4 or zstd. */
    public static Optional<Codec> named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "lz4" -> Optional.of(LZ4);
            case "zstd" -> Optional.of(ZSTD);
            default -> Optional.empty();
        };
    }

    /**
     * The codec of the object {@code key}.
     *
     * @throws UnreadableFormat when the name tells of a compression that only wal-g reads
     */
    public static Codec ofKey(String key) throws UnreadableFormat {
        String extension = key.substring(key.lastIndexOf('.') + 1);
        String method = ELSEWHERE.get(extension);
        if (method != null) {
            throw new UnreadableFormat(
                    "%s is compressed with %s, which only the engine wal-g reads: set backup.engine: wal-g"
                            .formatted(key, method));
        }
        for (Codec codec : values()) {
            if (codec != NONE && codec.extension.equals(extension)) {
                return codec;
            }
        }
        return NONE;
    }

    /** Whether the object is read here, as far as its name tells. */
    public static boolean isKnown(String key) {
        return !ELSEWHERE.containsKey(key.substring(key.lastIndexOf('.') + 1));
    }

    /**
     * The key's plain name: {@code 00000002.history} for {@code 00000002.history.lz4}; of what only
     * wal-g reads, too.
     */
    public static String plainName(String key) {
        int dot = key.lastIndexOf('.');
        String extension = key.substring(dot + 1);
        boolean compressed =
                ELSEWHERE.containsKey(extension)
                        || Stream.of(values())
                                .anyMatch(c -> c != NONE && c.extension.equals(extension));
        return compressed ? key.substring(0, dot) : key;
    }

    /** {@code name} as this codec stores it: with {@code .lz4}, {@code .zst}, or nothing. */
    public String key(String name) {
        return this == NONE ? name : name + "." + extension;
    }

    /**
     * Decompresses; a stream that is cut short or damaged fails with {@link UnreadableFormat}, with
     * {@code key} in its line. Whoever reads one must not wait for a second before it has closed
     * the first: what they hold of the memory is bounded.
     */
    public InputStream reading(String key, InputStream stored) {
        return switch (this) {
            case LZ4 -> new Decoding(key, magic, stored, FrameMemory::reading);
            case ZSTD -> new Decoding(key, magic, stored, ZstdFrames::reading);
            case GZIP -> new Decoding(key, magic, stored, in -> new GZIPInputStream(in, BUFFER));
            case NONE -> stored;
        };
    }

    /** Compresses; closing ends the frame and closes {@code stored}. */
    public OutputStream writing(OutputStream stored) throws IOException {
        return switch (this) {
            case LZ4 -> Lz4Frames.writing(stored);
            case ZSTD -> ZstdFrames.writing(stored);
            case GZIP -> new GZIPOutputStream(stored, BUFFER);
            case NONE -> stored;
        };
    }
}
