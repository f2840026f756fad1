package io.matriarch.testing;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A unix socket that takes datagrams, as systemd's does; the JDK has none, so it asks the C
 * library.
 */
public final class DatagramSocketFile implements AutoCloseable {

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int PATIENCE_SECONDS = 10;
    private static final int LONGEST = 4096;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private final Arena arena = Arena.ofShared();
    private final MethodHandle recv = function("recv", LONG, INT, ValueLayout.ADDRESS, LONG, INT);
    private final int fd;

    public DatagramSocketFile(Path path) throws IOException {
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        MemorySegment address = arena.allocate(110);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
        MemorySegment patience = arena.allocate(16);
        patience.set(LONG.withOrder(ByteOrder.nativeOrder()), 0, PATIENCE_SECONDS);
        try {
            fd = (int) function("socket", INT, INT, INT, INT).invokeExact(AF_UNIX, SOCK_DGRAM, 0);
            int set =
                    (int)
                            function("setsockopt", INT, INT, INT, INT, ValueLayout.ADDRESS, INT)
                                    .invokeExact(fd, SOL_SOCKET, SO_RCVTIMEO, patience, 16);
            int bound =
                    (int)
                            function("bind", INT, INT, ValueLayout.ADDRESS, INT)
                                    .invokeExact(fd, address, 3 + name.length);
            if (fd < 0 || set != 0 || bound != 0) {
                throw new IOException("cannot bind " + path);
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The next datagram.
     *
     * @throws IOException when none comes within ten seconds
     */
    public String take() throws IOException {
        MemorySegment buffer = arena.allocate(LONGEST);
        long length;
        try {
            length = (long) recv.invokeExact(fd, buffer, (long) LONGEST, 0);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        if (length < 0) {
            throw new IOException("no datagram came");
        }
        return new String(
                buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    private static MethodHandle function(
            String name,
            java.lang.foreign.MemoryLayout result,
            java.lang.foreign.MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    @Override
    public void close() {
        try {
            int _ = (int) function("close", INT, INT).invokeExact(fd);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        arena.close();
    }
}
