/**
 * A source that makes its records up: for tests, demonstrations and measurements.
 *
 * <p>Its position is in the checkpoint like that of any other source. Begin reading at {@link
 * io.cairn.api.generator.GeneratorSource}.
 */
@NullMarked
package io.cairn.api.generator;

import org.jspecify.annotations.NullMarked;
