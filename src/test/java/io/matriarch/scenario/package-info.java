/** Stories in text files, reviewed like code: a command, and the sentences that follow from it. */
@NullMarked
package io.matriarch.scenario;

import org.jspecify.annotations.NullMarked;
