/** Port: the archive that outlives every node, and what is kept in it. */
@NullMarked
package io.matriarch.backup;

import org.jspecify.annotations.NullMarked;
