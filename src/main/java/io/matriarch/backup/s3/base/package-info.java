/** Base backups in WAL-G's layout: taken, listed, proven, thinned out and restored. */
@NullMarked
package io.matriarch.backup.s3.base;

import org.jspecify.annotations.NullMarked;
