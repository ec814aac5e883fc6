/**
 * A whole cluster on this machine, as child processes: HDFS, coordinators and agents in one
 * directory that goes when they go.
 *
 * <p>Knows how processes are started, killed and configured; must not know why (that is dev's and
 * demo's business). Begin reading at {@link io.cairn.cli.cluster.LocalCluster}.
 */
@NullMarked
package io.cairn.cli.cluster;

import org.jspecify.annotations.NullMarked;
