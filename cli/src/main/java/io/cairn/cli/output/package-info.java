/**
 * The option {@code -o}: one answer, as a table for a person or as JSON or YAML for a program.
 *
 * <p>Knows JSON trees, nothing of what they tell. A command draws the table, the rest comes with
 * it. Begin reading at {@link io.cairn.cli.output.OutputOptions}.
 */
@NullMarked
package io.cairn.cli.output;

import org.jspecify.annotations.NullMarked;
