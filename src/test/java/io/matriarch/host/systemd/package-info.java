@NullMarked
package io.matriarch.host.systemd;

import org.jspecify.annotations.NullMarked;
