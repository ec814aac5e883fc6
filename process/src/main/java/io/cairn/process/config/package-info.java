/**
 * Reads the one YAML file of a process, so that every error names file, line and key.
 *
 * <p>Knows YAML's node tree (no objects are ever constructed from it); must not know which keys a
 * process has: those are asked for by the process. Begin reading at {@link
 * io.cairn.process.config.ConfigSection}.
 */
@NullMarked
package io.cairn.process.config;

import org.jspecify.annotations.NullMarked;
