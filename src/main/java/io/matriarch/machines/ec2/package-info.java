/** The machines of the members, as instances of EC2. */
@NullMarked
package io.matriarch.machines.ec2;

import org.jspecify.annotations.NullMarked;
