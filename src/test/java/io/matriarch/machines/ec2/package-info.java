@NullMarked
package io.matriarch.machines.ec2;

import org.jspecify.annotations.NullMarked;
