@NullMarked
package io.matriarch.host.ec2;

import org.jspecify.annotations.NullMarked;
