/** Adapter: the server's process, the dead man's switch, and PostgreSQL's own programs. */
@NullMarked
package io.matriarch.postgres.process;

import org.jspecify.annotations.NullMarked;
