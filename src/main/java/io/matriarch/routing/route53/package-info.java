/** Routes as records of a hosted zone in Route53. */
@NullMarked
package io.matriarch.routing.route53;

import org.jspecify.annotations.NullMarked;
