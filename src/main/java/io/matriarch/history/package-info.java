/** What was decided and what came of it, for the log, the API, the CLI and the metrics. */
@NullMarked
package io.matriarch.history;

import org.jspecify.annotations.NullMarked;
