/** The documents of the API, in Patroni's field names; the CLI reads the same records. */
@NullMarked
package io.matriarch.api.dto;

import org.jspecify.annotations.NullMarked;
