@NullMarked
package io.matriarch.peers.http;

import org.jspecify.annotations.NullMarked;
