@NullMarked
package io.matriarch.secrets.ssm;

import org.jspecify.annotations.NullMarked;
