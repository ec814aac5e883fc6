/**
 * The {@code cairn} command: its subcommands, exit codes and the way errors are told to a person.
 *
 * <p>Knows the mains of the other modules and starts them; must not know how they work inside.
 * Begin reading at {@link io.cairn.cli.CairnMain}.
 */
@NullMarked
package io.cairn.cli;

import org.jspecify.annotations.NullMarked;
