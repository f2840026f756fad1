@NullMarked
package io.matriarch.backup.s3.codec;

import org.jspecify.annotations.NullMarked;
