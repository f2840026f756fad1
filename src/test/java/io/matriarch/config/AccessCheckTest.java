package io.matriarch.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A line that PostgreSQL refuses at its start is refused before it is stored. */
final class AccessCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local all all trust",
                "local \"my base\",template1 +admins,app peer",
                "local all all ident",
                "host all all all scram-sha-256",
                "host all all samehost trust",
                "host all all samenet md5",
                "host all all 10.0.0.7/32 reject",
                "host all all 0.0.0.0/0 password",
                "host a, b c 10.0.0.0 255.0.0.0 md5",
                "host all all ::/0 scram-sha-256",
                "host all all fd00::7 ffff:: scram-sha-256 # ours",
                "hostnossl replication repl db1.internal scram-sha-256",
                "host all all .internal scram-sha-256",
                "hostssl all all 10.0.0.0/8 cert clientname=DN",
                "hostgssenc all all 10.0.0.0/8 gss include_realm=0",
                "host all all 10.0.0.0/8 ldap \"ldapserver=a,b\" ldapprefix=\"cn=\""
            })
    void linesThatPostgresqlReads(String line) {
        assertEquals(List.of(), AccessCheck.problems(Map.of("postgres.hba", line)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "host all all 10.0.0.0/99 md5|cannot be: /99 is no mask: /0 to /32 is right",
                "host all all ::1/129 md5|cannot be: /129 is no mask: /0 to /128 is right",
                "host all all 10.0.0.0/ md5|cannot be: / is no mask: /0 to /32 is right",
                "host all all 10.0.0.300/8 md5|cannot be: 10.0.0.300/8 is no address, such as"
                        + " 10.0.0.0/8, samenet or all",
                "host all all 10.0/8 md5|cannot be: 10.0/8 is no address, such as 10.0.0.0/8,"
                        + " samenet or all",
                "host all all 10.0.0.1 md5|cannot be: the address 10.0.0.1 needs its mask:"
                        + " 10.0.0.1/32 is this one host",
                "host all all ::1 255.0.0.0 md5|cannot be: the address ::1 needs its mask: ::1/128"
                        + " is this one host",
                "host all all db1/24 md5|cannot be: the host name db1 takes no mask: db1"
                        + " alone is right",
                "host all all 10.0.0.0 255.0.0.0|has no method, such as scram-sha-256",
                "host all all 10.0.0.0/8 peer|cannot be: peer asks the kernel of this machine, so"
                        + " that only local goes with it",
                "host all all 10.0.0.0/8 cert|cannot be: cert needs a certificate of the client, so"
                        + " that only hostssl goes with it",
                "local all all gss|cannot be: gss is for connections from a host",
                "host all all all sspi|cannot be: sspi is for servers on Windows",
                "local all all bsd|cannot be: bsd is for servers on OpenBSD",
                "local all all peer x|has \"x\" behind its method, where NAME=VALUE is right",
                "host all all all md5 map=x|cannot be: md5 takes no map; cert, gss, ident, oauth"
                        + " and peer do",
                "local all \"all peer|has a quotation mark that no other one closes",
                "local all all trust \\|ends with a backslash, and would take the next line with"
                        + " it: one whole line is right"
            })
    void linesThatItRefuses(String line, String why) {
        assertEquals(
                List.of("postgres.hba: \"" + line + "\" " + why),
                AccessCheck.problems(Map.of("postgres.hba", line)));
    }

    @Test
    void aMapHasItsLine() {
        String hba = "local all all peer map=staff";
        String ident = "# ours\nstaff ann app\nstaff \"/^(.*)@x$\" \\1";
        assertEquals(
                List.of(),
                AccessCheck.problems(Map.of("postgres.hba", hba, "postgres.ident", ident)));
        assertEquals(
                List.of(
                        "postgres.hba: \"local all all peer map=staff\" goes by the map staff, which"
                                + " no line of postgres.ident defines: staff SYSTEM-USER"
                                + " DATABASE-USER is right there"),
                AccessCheck.problems(Map.of("postgres.hba", hba, "postgres.ident", "stuff a b")));
        assertEquals(
                List.of(
                        "postgres.ident: \"staff ann\" has not three words: MAP SYSTEM-USER"
                                + " DATABASE-USER is right"),
                AccessCheck.problems(Map.of("postgres.ident", "staff ann")));
        assertEquals(
                List.of(
                        "postgres.ident: \"staff ann app,web\" has not three words: MAP SYSTEM-USER"
                                + " DATABASE-USER is right"),
                AccessCheck.problems(Map.of("postgres.ident", "staff ann app,web")));
    }
}
