@NullMarked
package io.matriarch.api;

import org.jspecify.annotations.NullMarked;
