/**
 * {@code DataInput} and {@code DataOutput} on arrays, for what is done with every record. They know
 * nothing of what is read and written. Begin reading anywhere.
 */
@NullMarked
package io.cairn.storage.octets;

import org.jspecify.annotations.NullMarked;
