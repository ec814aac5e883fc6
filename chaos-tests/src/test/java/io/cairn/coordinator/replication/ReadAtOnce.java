package io.cairn.coordinator.replication;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import net.bytebuddy.asm.Advice;

/** A bug to plant: a read is answered with what this replica has. */
public final class ReadAtOnce {
  private ReadAtOnce() {}

  /** After {@code LinearizableReads.read}. */
  @Advice.OnMethodExit
  public static void exit(
      @Advice.Argument(0) Supplier<Object> value, @Advice.Return CompletableFuture<Object> answer) {
    answer.complete(value.get());
  }
}
