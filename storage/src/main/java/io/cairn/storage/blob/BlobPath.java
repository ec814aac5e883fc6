package io.cairn.storage.blob;

import java.util.regex.Pattern;

/**
 * What a path in a blob store may be: parts of {@code [A-Za-z0-9._=@+,-]}, separated by single
 * slashes, none of them {@code .} or {@code ..}, at most {@value #MAX_LENGTH} characters.
 *
 * <p>An allow list, because Hadoop gives a meaning to several other characters (a colon begins a
 * URI, braces and stars are patterns).
 */
public final class BlobPath {

  /** Longest path in characters; HDFS allows 8,000 for the whole path. */
  public static final int MAX_LENGTH = 1024;

  private static final Pattern ALLOWED =
      Pattern.compile("[A-Za-z0-9._=@+,-]+(/[A-Za-z0-9._=@+,-]+)*");

  private BlobPath() {}

  /**
   * Returns the path if it is allowed.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static String check(String path) {
    if (path.length() > MAX_LENGTH || !ALLOWED.matcher(path).matches() || hasDots(path)) {
      throw new IllegalArgumentException(
          "not a path below the root of a blob store: \""
              + path.substring(0, Math.min(path.length(), 100))
              + "\"; use [A-Za-z0-9._=@+,-] separated by single slashes, without . and ..");
    }
    return path;
  }

  /** Like {@link #check}, but the empty string, which means the root, is allowed. */
  public static String checkDirectory(String path) {
    return path.isEmpty() ? path : check(path);
  }

  /** Joins a directory, which may be empty, and a path below it. */
  public static String join(String directory, String path) {
    return checkDirectory(directory).isEmpty() ? check(path) : check(directory + "/" + path);
  }

  private static boolean hasDots(String path) {
    String bounded = "/" + path + "/";
    return bounded.contains("/./") || bounded.contains("/../");
  }
}
