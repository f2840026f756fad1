/** The adapter to systemd, which starts the agent on a real machine. */
@NullMarked
package io.matriarch.host.systemd;

import org.jspecify.annotations.NullMarked;
