@NullMarked
package io.matriarch.backup.s3.objects;

import org.jspecify.annotations.NullMarked;
