/**
 * What looks into checkpoints in a blob store without a cluster: {@code cairn checkpoint verify}
 * and {@code cairn checkpoint inspect}.
 *
 * <p>Reads only. Begin reading at {@link io.cairn.cli.offline.StoredCheckpoint}.
 */
@NullMarked
package io.cairn.cli.offline;

import org.jspecify.annotations.NullMarked;
