@NullMarked
package io.matriarch.backup.s3.wal;

import org.jspecify.annotations.NullMarked;
