/**
 * How a process logs: in lines for people or in JSON, and in files of their own.
 *
 * <p>Knows logback; everything else logs through SLF4J alone. Must not know: what is logged.
 *
 * <p>Begin with {@link io.cairn.process.logging.LogFormat}; {@link
 * io.cairn.process.logging.LogFields} names what JSON lines say in fields.
 */
@NullMarked
package io.cairn.process.logging;

import org.jspecify.annotations.NullMarked;
