package io.cairn.cli.offline;

import io.cairn.cli.CliException;
import io.cairn.process.ExitCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a checkpoint lies.
 *
 * @param root of the blob store
 * @param jobRoot below the root, such as {@code jobs/7}
 * @param directory of the checkpoint, below the root
 */
record CheckpointPlace(URI root, String jobRoot, String directory) {
  private static final Pattern DIRECTORY =
      Pattern.compile("(?<root>.*?)/(?<job>jobs/[0-9]+)/(?<rest>(checkpoints|savepoints)/[^/]+)/?");
  private static final Pattern SHORT = Pattern.compile("(?:job-)?([0-9]{1,18})/([0-9]{1,18})");

  /**
   * Understands what a person typed.
   *
   * @param typed the URI or path of a checkpoint's directory, or {@code JOB/ID} by numbers
   * @param root of the blob store, for {@code JOB/ID}
   * @throws CliException that says what could be typed
   */
  static CheckpointPlace parse(String typed, @Nullable String root) {
    Matcher numbers = SHORT.matcher(typed);
    if (numbers.matches()) {
      if (root == null || root.isBlank()) {
        throw usage(
            typed
                + " needs the blob store's root: give --root hdfs://HOST:PORT/PATH, or set"
                + " CAIRN_BLOB_STORE, or name the checkpoint's whole directory");
      }
      String job = "jobs/" + numbers.group(1);
      return new CheckpointPlace(uri(root), job, job + "/checkpoints/" + numbers.group(2));
    }
    String directory = typed.endsWith("/_metadata") ? parentOf(typed) : typed;
    URI whole = uri(directory);
    Matcher parts = DIRECTORY.matcher(whole.getPath());
    if (!parts.matches()) {
      throw usage(
          "'"
              + typed
              + "' is no checkpoint's directory; it should end in"
              + " /jobs/JOB/checkpoints/ID, or be JOB/ID with --root");
    }
    String top = parts.group("root").isEmpty() ? "/" : parts.group("root");
    String job = parts.group("job");
    return new CheckpointPlace(whole.resolve(top), job, job + "/" + parts.group("rest"));
  }

  private static String parentOf(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text);
      if (uri.getScheme() == null) {
        return Path.of(text).toAbsolutePath().normalize().toUri();
      }
      if (uri.getPath() != null && uri.getPath().startsWith("/")) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // The answer is the same as for a URI without a path.
    }
    throw usage("'" + text + "' is neither a path nor a URI such as hdfs://HOST:PORT/PATH");
  }

  private static CliException usage(String line) {
    return new CliException(ExitCode.USAGE, line);
  }
}
