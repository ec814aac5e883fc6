/**
 * Text for people: colours, tables, sizes and times in words. Knows nothing of Cairn.
 *
 * <p>Begin reading at {@link io.cairn.cli.terminal.Table}.
 */
@NullMarked
package io.cairn.cli.terminal;

import org.jspecify.annotations.NullMarked;
