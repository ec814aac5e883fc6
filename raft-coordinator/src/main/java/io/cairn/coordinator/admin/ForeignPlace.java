package io.cairn.coordinator.admin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person named: the directory of a checkpoint or savepoint in some blob store, or that of a
 * job there.
 *
 * @param root of the blob store
 * @param job the job's directory below the root; empty when a savepoint was copied elsewhere
 * @param checkpoint the checkpoint's directory below the root; empty when only the job is named
 */
record ForeignPlace(URI root, String job, String checkpoint) {
  private static final Pattern IN_STORE =
      Pattern.compile(
          "(?<root>.*?)/(?<job>jobs/[0-9]{1,18})(?:/(?<rest>(?:checkpoints|savepoints)/[^/]+))?");
  private static final Pattern COPIED = Pattern.compile("(?<root>.*)/(?<rest>[^/]+)");
  private static final String FILE = "/_metadata";

  static ForeignPlace parse(String typed) {
    URI uri = uri(typed);
    String path = uri.getPath();
    if (path.endsWith(FILE)) {
      path = path.substring(0, path.length() - FILE.length());
    }
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    Matcher inStore = IN_STORE.matcher(path);
    if (inStore.matches()) {
      String job = inStore.group("job");
      String rest = inStore.group("rest");
      return new ForeignPlace(
          root(uri, inStore.group("root")), job, rest == null ? "" : job + "/" + rest);
    }
    Matcher copied = COPIED.matcher(path);
    if (!copied.matches()) {
      throw wrong(typed);
    }
    return new ForeignPlace(root(uri, copied.group("root")), "", copied.group("rest"));
  }

  private static URI root(URI uri, String path) {
    try {
      return new URI(uri.getScheme(), uri.getAuthority(), path.isEmpty() ? "/" : path, null, null);
    } catch (URISyntaxException e) {
      throw wrong(uri.toString());
    }
  }

  private static URI uri(String typed) {
    try {
      URI uri = new URI(typed);
      if (uri.isAbsolute() && uri.getPath() != null && uri.getPath().startsWith("/")) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // The answer is the same as for a URI without a path.
    }
    throw wrong(typed);
  }

  private static ProblemException wrong(String typed) {
    return ProblemException.of(
        400,
        "invalid-field",
        "from: should be a URI such as hdfs://HOST:PORT/ROOT/jobs/JOB, with"
            + " /checkpoints/ID or /savepoints/DIRECTORY after it if it is not the newest that is"
            + " meant; is '"
            + typed
            + "'");
  }
}
