/** The port to the other agents. */
@NullMarked
package io.matriarch.peers;

import org.jspecify.annotations.NullMarked;
