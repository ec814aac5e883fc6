/**
 * What every process of Cairn shares: exit codes, the handling of broken invariants, the watch on a
 * parent process; below it configuration files, failpoints and the event history.
 *
 * <p>It must not know anything of coordinators, agents, jobs or the network. Begin reading at
 * {@link io.cairn.process.config.ConfigFile} and {@link io.cairn.process.FaultHandler}.
 */
@NullMarked
package io.cairn.process;

import org.jspecify.annotations.NullMarked;
