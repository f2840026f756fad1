/** TCP ports that are open only while this node has a role. */
@NullMarked
package io.matriarch.routing.ports;

import org.jspecify.annotations.NullMarked;
