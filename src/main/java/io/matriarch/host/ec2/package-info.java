/** What EC2 tells an instance of itself. */
@NullMarked
package io.matriarch.host.ec2;

import org.jspecify.annotations.NullMarked;
