/** The port to this machine: clocks and the supervisor that started the agent. */
@NullMarked
package io.matriarch.host;

import org.jspecify.annotations.NullMarked;
