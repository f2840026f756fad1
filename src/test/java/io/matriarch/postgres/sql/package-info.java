@NullMarked
package io.matriarch.postgres.sql;

import org.jspecify.annotations.NullMarked;
