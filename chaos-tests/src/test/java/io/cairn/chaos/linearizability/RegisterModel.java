package io.cairn.chaos.linearizability;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A number that is written and read.
 *
 * @param initial its value before the first write
 */
public record RegisterModel(Long initial) implements Model<Long, RegisterModel.Call, Long> {

  /** A write of a value, or a read. */
  public sealed interface Call {}

  /** Answers with the value written. */
  public record Write(long value) implements Call {}

  /** Answers with the value that it found. */
  public record Read() implements Call {}

  @Override
  public Optional<Long> step(Long state, Call input, @Nullable Long output) {
    if (input instanceof Write write) {
      return Optional.of(write.value());
    }
    return output == null || output.equals(state) ? Optional.of(state) : Optional.empty();
  }
}
