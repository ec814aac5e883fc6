/**
 * Hadoop's own NameNode and DataNode for one machine, in one process or in one each, and a plain
 * reader of what lies in them.
 *
 * <p>The only part of the command that knows Hadoop. Begin reading at {@link
 * io.cairn.cli.hdfs.EmbeddedHdfs}.
 */
@NullMarked
package io.cairn.cli.hdfs;

import org.jspecify.annotations.NullMarked;
