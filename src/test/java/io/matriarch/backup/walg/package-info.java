@NullMarked
package io.matriarch.backup.walg;

import org.jspecify.annotations.NullMarked;
