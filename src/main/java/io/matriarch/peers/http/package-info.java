/** Adapter: asks the other agents over HTTP, each with a deadline. */
@NullMarked
package io.matriarch.peers.http;

import org.jspecify.annotations.NullMarked;
