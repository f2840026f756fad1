/** Matriarch: high availability for PostgreSQL on EC2. */
@NullMarked
package io.matriarch;

import org.jspecify.annotations.NullMarked;
