/** Named objects below one prefix, in a bucket or in a directory. */
@NullMarked
package io.matriarch.backup.s3.objects;

import org.jspecify.annotations.NullMarked;
