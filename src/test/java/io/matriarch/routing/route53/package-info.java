@NullMarked
package io.matriarch.routing.route53;

import org.jspecify.annotations.NullMarked;
