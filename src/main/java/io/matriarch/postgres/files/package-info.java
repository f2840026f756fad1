/** Adapter: configuration files, rendered whole, and the files that PostgreSQL itself writes. */
@NullMarked
package io.matriarch.postgres.files;

import org.jspecify.annotations.NullMarked;
