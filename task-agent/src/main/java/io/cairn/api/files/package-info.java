/**
 * Ready-made ends of a job: a source that reads lines of a file, and a sink that appends lines
 * exactly once.
 *
 * <p>The package knows files by URI ({@code file:///…}, {@code hdfs://…}) and opens them with the
 * agent's settings. It knows nothing of tasks, checkpoints of others, or coordinators. Begin
 * reading at {@link io.cairn.api.files.FileSource} and {@link
 * io.cairn.api.files.TransactionalFileSink}.
 */
@NullMarked
package io.cairn.api.files;

import org.jspecify.annotations.NullMarked;
