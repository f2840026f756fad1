@NullMarked
package io.matriarch.cli;

import org.jspecify.annotations.NullMarked;
