/** The program wal-g as the engine. */
@NullMarked
package io.matriarch.backup.walg;

import org.jspecify.annotations.NullMarked;
