<<<<<<< HEAD
/** The real server, driven through the port. */
=======
>>>>>>> h-pg
@NullMarked
package io.matriarch.postgres.process;

import org.jspecify.annotations.NullMarked;
