/** Adapter: status and control queries, each with a deadline. */
@NullMarked
package io.matriarch.postgres.sql;

import org.jspecify.annotations.NullMarked;
