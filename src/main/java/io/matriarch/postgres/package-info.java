/** The port to the PostgreSQL server beside this agent. */
@NullMarked
package io.matriarch.postgres;

import org.jspecify.annotations.NullMarked;
