package io.cairn.api.files;

/** What a {@link FileSource} does about a line that its parser refuses. */
public enum BrokenLines {
  /** Leave it out, and count it. */
  SKIP,
  /** Fail the task; the reason names file and line number. */
  FAIL
}
