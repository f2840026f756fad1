/** REST, health and metrics: translates only. */
@NullMarked
package io.matriarch.api;

import org.jspecify.annotations.NullMarked;
