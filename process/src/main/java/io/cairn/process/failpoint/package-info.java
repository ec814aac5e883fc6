/**
 * Named places in the code where tests and the chaos harness make a process stop, wait or fail.
 *
 * <p>Knows only the names; what happens at the place is the code's own business. Begin reading at
 * {@link io.cairn.process.failpoint.Failpoint}.
 */
@NullMarked
package io.cairn.process.failpoint;

import org.jspecify.annotations.NullMarked;
