/**
 * What becomes of a task's snapshot on this agent after its barrier: journalled on the local disk,
 * uploaded, acknowledged, kept for a local restart, deleted; and the way back, the restore.
 *
 * <p>It knows local directories, the journal, the file that small snapshots share, and handles. It
 * does not know how a task takes a snapshot, nor who the leader is; reports go to a {@link
 * io.cairn.agent.snapshot.SnapshotReports}. Begin reading at {@link
 * io.cairn.agent.snapshot.SnapshotPipeline}.
 */
@NullMarked
package io.cairn.agent.snapshot;

import org.jspecify.annotations.NullMarked;
