/** Wire and log messages, and the framed channel. */
@NullMarked
package io.cairn.protocol;

import org.jspecify.annotations.NullMarked;
