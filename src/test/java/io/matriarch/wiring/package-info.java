@NullMarked
package io.matriarch.wiring;

import org.jspecify.annotations.NullMarked;
