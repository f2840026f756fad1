/** The commands, over the API, and over the store when no agent answers. */
@NullMarked
package io.matriarch.cli;

import org.jspecify.annotations.NullMarked;
