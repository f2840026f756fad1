/** The server and its dead man's switch, on real PostgreSQL. */
@NullMarked
package io.matriarch.postgres.process;

import org.jspecify.annotations.NullMarked;
