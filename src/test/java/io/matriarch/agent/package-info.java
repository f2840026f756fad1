@NullMarked
package io.matriarch.agent;

import org.jspecify.annotations.NullMarked;
