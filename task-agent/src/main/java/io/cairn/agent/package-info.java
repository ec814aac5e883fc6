/** The task API and its runtime. */
@NullMarked
package io.cairn.agent;

import org.jspecify.annotations.NullMarked;
