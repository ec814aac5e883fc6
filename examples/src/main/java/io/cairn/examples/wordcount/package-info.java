/**
 * The smallest useful job, which the project's README shows in full. It uses {@link io.cairn.api}
 * and {@link io.cairn.api.files} only.
 */
@NullMarked
package io.cairn.examples.wordcount;

import org.jspecify.annotations.NullMarked;
