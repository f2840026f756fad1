@NullMarked
package io.matriarch.postgres.process;

import org.jspecify.annotations.NullMarked;
