/** Rendering and reading of PostgreSQL's files; no server needed. */
@NullMarked
package io.matriarch.postgres.files;

import org.jspecify.annotations.NullMarked;
