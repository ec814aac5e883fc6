package io.cairn.chaos.linearizability;

import org.jspecify.annotations.Nullable;

/**
 * One call of a client, as it saw it. Immutable.
 *
 * @param input what was asked
 * @param output the answer; null if none came, or one that leaves open whether it was done
 * @param invoked when it was sent; all operations of a history by one clock
 * @param returned when the answer came; {@link #NEVER} if it may still take effect at any time
 */
public record Operation<I, O>(I input, @Nullable O output, long invoked, long returned) {
  public static final long NEVER = Long.MAX_VALUE;

  public Operation {
    if (returned < invoked || (output == null) != (returned == NEVER)) {
      throw new IllegalArgumentException(
          "from %d to %d with the answer %s".formatted(invoked, returned, output));
    }
  }

  public static <I, O> Operation<I, O> answered(I input, O output, long invoked, long returned) {
    return new Operation<>(input, output, invoked, returned);
  }

  public static <I, O> Operation<I, O> unknown(I input, long invoked) {
    return new Operation<>(input, null, invoked, NEVER);
  }
}
