/** How objects are compressed: WAL-G's formats. */
@NullMarked
package io.matriarch.backup.s3.codec;

import org.jspecify.annotations.NullMarked;
