/** The configuration: read, checked at the start, every bad key named. */
@NullMarked
package io.matriarch.config;

import org.jspecify.annotations.NullMarked;
