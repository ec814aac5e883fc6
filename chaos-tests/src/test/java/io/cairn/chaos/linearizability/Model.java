package io.cairn.chaos.linearizability;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object as it would be if only one operation happened at a time.
 *
 * @param <S> its states, compared with {@code equals}
 */
public interface Model<S, I, O> {
  S initial();

  /**
   * The state after the operation; empty if it cannot give this answer in this state.
   *
   * @param output null: any answer is possible, and the result is never empty
   */
  Optional<S> step(S state, I input, @Nullable O output);
}
