@NullMarked
package io.matriarch.secrets;

import org.jspecify.annotations.NullMarked;
