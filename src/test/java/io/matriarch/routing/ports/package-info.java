@NullMarked
package io.matriarch.routing.ports;

import org.jspecify.annotations.NullMarked;
