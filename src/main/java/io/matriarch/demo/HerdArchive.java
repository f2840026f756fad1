package io.matriarch.demo;

import java.net.URI;
import java.util.Optional;

/**
 * Where a herd archives.
 *
 * @param prefix {@code file:///directory} or {@code s3://bucket/path}
 * @param endpoint of another S3 server than AWS's
 * @param timeout PostgreSQL's archive_timeout, when it is not the usual one
 */
record HerdArchive(String prefix, Optional<URI> endpoint, Optional<String> timeout) {

    /** A directory of the herd's own. */
    static HerdArchive in(HerdFiles files) {
        return new HerdArchive(
                files.root().resolve("archive").toUri().toString().replaceAll("/$", ""),
                Optional.empty(),
                Optional.empty());
    }

    /** Nothing is archived. */
    static HerdArchive none() {
        return new HerdArchive("", Optional.empty(), Optional.empty());
    }

    /**
     * The keys for a node's configuration. A demo's database is small, and such a one would come to
     * a new replica from the leader ({@code backup.replica-size} is 10GB elsewhere).
     *
     * @param initial more lines of the cluster's first document, indented by two
     */
    String yaml(String initial) {
        if (prefix.isEmpty()) {
            return initial.isEmpty() ? "" : "initial:\n" + initial;
        }
        return """
        backup:
          s3-prefix: "%s"
        %sinitial:
          backup: {replica-size: 0}
        %s%s"""
                .formatted(
                        prefix,
                        endpoint.map("  s3-endpoint: %s%n"::formatted).orElse(""),
                        timeout.map("  postgres: {parameters: {archive_timeout: %s}}%n"::formatted)
                                .orElse(""),
                        initial);
    }
}
