package io.matriarch.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OrderTest {

    private static final List<String> NODES = List.of("n1", "n2", "n3");

    @Test
    void aNodeIsNamedByNumberOrName() {
        assertEquals(new Order.Kill("n2"), parse("kill 2"));
        assertEquals(new Order.Destroy("n2"), parse("destroy 2"));
        assertEquals(new Order.KillAgent("n2"), parse("kill-agent n2"));
        assertEquals(new Order.KillPostgres("n3"), parse("  KILL-POSTGRES   N3 "));
        assertEquals(new Order.Stop("n1"), parse("stop 1"));
        assertEquals(new Order.Hang("n1"), parse("hang 1"));
        assertEquals(new Order.Cont("n1"), parse("cont 1"));
        assertEquals(new Order.Start("n1"), parse("start 1"));
    }

    @Test
    void aSwitchoverMayNameItsHeir() {
        assertEquals(new Order.Switchover(Optional.empty()), parse("switchover"));
        assertEquals(new Order.Switchover(Optional.of("n3")), parse("switchover 3"));
    }

    @Test
    void theStoreGoesOffAndOn() {
        assertEquals(new Order.Store(false), parse("store off"));
        assertEquals(new Order.Store(true), parse("store on"));
    }

    @Test
    void wordsAlone() {
        assertEquals(new Order.Show(), parse("list"));
        assertEquals(new Order.Help(), parse("help"));
        assertEquals(new Order.Quit(), parse("quit"));
        assertEquals(new Order.Quit(), parse("exit"));
        assertEquals(new Order.Nothing(), parse("  "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kill          | kill which node? 1 to 3, such as `kill 1`",
                "kill 4        | kill which node? 1 to 3, such as `kill 1`",
                "stop 1 2      | stop which node? 1 to 3, such as `stop 1`",
                "switchover 9  | switchover which node? 1 to 3, such as `switchover 1`",
                "store         | `store off`, or `store on`",
                "quit now      | `quit` stands alone",
                "shoot 1       | \"shoot\" is no command here; `help` lists them"
            })
    void saysWhatWouldBeRight(String line, String message) {
        var e = assertThrows(IllegalArgumentException.class, () -> parse(line));
        assertEquals(message, e.getMessage());
    }

    private static Order parse(String line) {
        return Order.parse(line, NODES);
    }
}
