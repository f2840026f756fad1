/** The core, pure: what is seen goes in, what to do and why comes out. Imports `cluster` only. */
@NullMarked
package io.matriarch.decision;

import org.jspecify.annotations.NullMarked;
