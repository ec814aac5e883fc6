package io.cairn.process;

import java.io.PrintStream;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Prints one clear line and the stack of the cause, then halts the process without shutdown hooks:
 * after a broken invariant, nothing more may be written.
 */
public final class HaltingFaultHandler implements FaultHandler {
  private final String node;
  private final PrintStream out;
  private final IntConsumer halt;

  /** For a process, named {@code node} in the message: standard error and {@link Runtime#halt}. */
  public HaltingFaultHandler(String node) {
    this(node, System.err, code -> Runtime.getRuntime().halt(code));
  }

  HaltingFaultHandler(String node, PrintStream out, IntConsumer halt) {
    this.node = node;
    this.out = out;
    this.halt = halt;
  }

  @Override
  public void halt(String what, @Nullable Throwable cause) {
    halt("FAULT", what, cause, ExitCode.INTERNAL_FAULT);
  }

  @Override
  public void diskFailed(String what, @Nullable Throwable cause) {
    halt("DISK", what, cause, ExitCode.DISK_FAILED);
  }

  private void halt(String kind, String what, @Nullable Throwable cause, int code) {
    try {
      out.println(kind + " " + node + ": " + what + "; halting with code " + code);
      if (cause != null) {
        cause.printStackTrace(out);
      }
      out.flush();
    } finally {
      halt.accept(code);
    }
  }
}
