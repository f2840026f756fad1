package io.matriarch.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FaultTest {

    @Test
    void eachIsFoundByItsName() {
        for (Fault fault : Fault.all()) {
            assertEquals(fault, Fault.parse(" " + fault.name()));
        }
    }

    @Test
    void someLastAsLongAsOneLikes() {
        assertEquals(new Fault.Idle(Duration.ofMinutes(30)), Fault.parse("idle:1800"));
        assertEquals(new Fault.AgentStop(Duration.ofSeconds(5)), Fault.parse("agent-stop:5"));
    }

    @Test
    void saysWhatWouldBeRight() {
        assertEquals(
                "\"fire\" is no fault; right are switchover, postgres-kill, node-kill,"
                        + " node-destroy, agent-kill, agent-stop, store-hang, store-refuse, postgres-stop, load, idle",
                message("fire"));
        assertEquals(
                "\"idle:long\": after the colon stand whole seconds, such as idle:1800",
                message("idle:long"));
        assertEquals("switchover happens at once; leave the time out", message("switchover:3"));
    }

    private static String message(String text) {
        var e = assertThrows(IllegalArgumentException.class, () -> Fault.parse(text));
        return String.valueOf(e.getMessage());
    }
}
