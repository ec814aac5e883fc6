package io.cairn.agent;

/** What a thread is doing, for people. */
public final class Stacks {
  /** With about 80 characters each they fit into a reason of 512 bytes. */
  private static final int SHORT_FRAMES = 4;

  private Stacks() {}

  /** The innermost frames in one line; empty when the thread has ended. */
  public static String inShort(Thread thread) {
    StackTraceElement[] frames = thread.getStackTrace();
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < Math.min(SHORT_FRAMES, frames.length); i++) {
      line.append(i == 0 ? "at " : " < ").append(frames[i]);
    }
    return line.toString();
  }

  /** All of it, a frame per line. */
  public static String inFull(Thread thread) {
    StringBuilder lines = new StringBuilder(thread.getName()).append(' ').append(thread.getState());
    for (StackTraceElement frame : thread.getStackTrace()) {
      lines.append("\n    at ").append(frame);
    }
    return lines.toString();
  }
}
