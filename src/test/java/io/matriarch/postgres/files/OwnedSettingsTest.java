package io.matriarch.postgres.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OwnedSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "port, 1, is set by Matriarch itself: remove it",
        "Primary_Conninfo, x, is set by Matriarch itself: remove it",
        "recovery_target_lsn, 0/1, is set by Matriarch itself: remove it",
        "wal_level, minimal, 'must be replica or logical, not \"minimal\"'",
        "max_wal_senders, 3, 'must be a number of at least 10, not \"3\"'",
        "max_wal_senders, many, 'must be a number of at least 10, not \"many\"'",
        "work mem, 1, 'is no name of a setting, such as work_mem'",
    })
    void refusesWithOneLineThatNamesTheKey(String key, String value, String line) {
        assertEquals(
                Optional.of("postgres.parameters." + key + " " + line),
                OwnedSettings.problem(Map.of(key, value, "work_mem", "4MB")));
    }

    @Test
    void refusesASecondLine() {
        assertEquals(
                Optional.of("postgres.parameters.search_path must be one line"),
                OwnedSettings.problem(Map.of("search_path", "a\nport = 1")));
    }

    @Test
    void letsTheRestPass() {
        assertEquals(
                Optional.empty(),
                OwnedSettings.problem(
                        Map.of(
                                "wal_level", "logical",
                                "max_wal_senders", "20",
                                "pg_stat_statements.max", "100")));
    }

    @Test
    void theArchivesSettingsAreOwnedWhereThereIsOne() {
        var parameters = Map.of("Archive_Command", "cp %p /x", "work_mem", "4MB");
        assertEquals(Optional.empty(), OwnedSettings.problem(parameters));
        assertEquals(
                Optional.of(
                        "postgres.parameters.Archive_Command is set by Matriarch itself when backup.s3-prefix is: remove one of them"),
                OwnedSettings.problemWithArchive(parameters));
        assertEquals(
                Optional.of("postgres.parameters.port is set by Matriarch itself: remove it"),
                OwnedSettings.problemWithArchive(Map.of("port", "1")));
        assertEquals(
                Optional.empty(),
                OwnedSettings.problemWithArchive(Map.of("archive_timeout", "5min")));
    }
}
