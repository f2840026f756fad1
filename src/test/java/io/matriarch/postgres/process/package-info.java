/** The real server, driven through the port. */
@NullMarked
package io.matriarch.postgres.process;

import org.jspecify.annotations.NullMarked;
