/**
 * Where the cluster's passwords and its token are kept, and how every member comes to have them.
 */
@NullMarked
package io.matriarch.secrets;

import org.jspecify.annotations.NullMarked;
