@NullMarked
package io.matriarch.lease.dynamodb;

import org.jspecify.annotations.NullMarked;
