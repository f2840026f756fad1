/** The store in one DynamoDB table; the only package that knows the DynamoDB SDK. */
@NullMarked
package io.matriarch.lease.dynamodb;

import org.jspecify.annotations.NullMarked;
