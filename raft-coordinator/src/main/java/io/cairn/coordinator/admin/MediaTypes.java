package io.cairn.coordinator.admin;

import java.util.Locale;

/** Which bodies are read. */
final class MediaTypes {
  private static final String JSON = "application/json";

  private MediaTypes() {}

  /**
   * A body that says to be something else than JSON is refused: so pages of other origins, which
   * browsers let send forms and texts anywhere, cannot give commands.
   */
  static void requireJson(Call call) {
    String type = call.caller().contentType();
    int end = type.indexOf(';');
    String bare = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    if (!bare.isEmpty() && !bare.equals(JSON)) {
      throw ProblemException.of(
          415, "unsupported-media-type", "the body should be " + JSON + ", not " + bare);
    }
  }
}
