package io.matriarch.postgres.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.cluster.Lsn;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WalEndTest {

    private static final Lsn FORK = Lsn.parse("0/3000028");

    @Test
    void isBehindTheLastRecord() {
        String printed =
                """
                rmgr: Standby     len (rec/tot):     50/    50, tx:          0, lsn: 0/03000028, prev 0/02000100, desc: RUNNING_XACTS
                rmgr: XLOG        len (rec/tot):    114/   114, tx:          0, lsn: 0/03000060, prev 0/03000028, desc: CHECKPOINT_SHUTDOWN redo 0/3000060
                """;
        assertEquals(
                Optional.of(Lsn.parse("0/30000D8")),
                WalEnd.read(printed, "pg_waldump: error: error in WAL record at 0/3000060", FORK));
    }

    @Test
    void aRecordContinuesBehindTheHeaderOfTheNextPage() {
        String printed =
                "rmgr: Heap len (rec/tot): 54/ 1000, tx: 1, lsn: 0/03001F00, prev 0/03001E00, desc";
        // 0x100 bytes fit, 0x2E8 follow behind a header of 0x18.
        assertEquals(Optional.of(Lsn.parse("0/3002300")), WalEnd.read(printed, "an error", FORK));
    }

    @Test
    void nothingBehindTheForkIsAnEndAndAnUnreadableLogIsNone() {
        assertEquals(
                Optional.of(FORK),
                WalEnd.read(
                        "", "pg_waldump: error: could not find a valid record after 0/3", FORK));
        assertEquals(Optional.empty(), WalEnd.read("", "pg_waldump: error: out of memory", FORK));
    }
}
