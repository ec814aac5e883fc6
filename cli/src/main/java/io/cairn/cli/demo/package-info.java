/**
 * {@code cairn demo}: runs a job on a local cluster, kills processes in the middle of checkpoints,
 * measures what follows and compares the output with a direct computation.
 *
 * <p>Every figure comes from the event histories of the processes or from the output; nothing here
 * takes part in the checkpoints. Begin reading at {@link io.cairn.cli.demo.DemoRun}.
 */
@NullMarked
package io.cairn.cli.demo;

import org.jspecify.annotations.NullMarked;
