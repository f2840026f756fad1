@NullMarked
package io.matriarch.backup.door;

import org.jspecify.annotations.NullMarked;
