/** The replicated coordinator. */
@NullMarked
package io.cairn.coordinator;

import org.jspecify.annotations.NullMarked;
