package io.matriarch.cli;

/** Two words for each, as Patroni has them. */
enum DsnRole {
    LEADER,
    PRIMARY,
    REPLICA,
    STANDBY,
    ANY
}
