@NullMarked
package io.matriarch.backup.s3.base;

import org.jspecify.annotations.NullMarked;
