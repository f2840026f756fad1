/** The write-ahead log in the archive: shipped by the leader, fetched by whoever needs it. */
@NullMarked
package io.matriarch.backup.s3.wal;

import org.jspecify.annotations.NullMarked;
