/** Secrets as SecureString parameters of AWS Systems Manager. */
@NullMarked
package io.matriarch.secrets.ssm;

import org.jspecify.annotations.NullMarked;
