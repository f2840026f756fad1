package io.matriarch.cli;

/** How a document is printed. */
enum Format {
    TABLE,
    JSON,
    YAML,
    TSV
}
