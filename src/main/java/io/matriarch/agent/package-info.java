/** The imperative shell: gathers, lets the core decide, applies. No adapter, no CDI, no Quarkus. */
@NullMarked
package io.matriarch.agent;

import org.jspecify.annotations.NullMarked;
