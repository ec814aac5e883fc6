package io.cairn.chaos.report;

import java.util.Locale;

/** Draws on a time axis; the origin is at the top left. Of one thread. */
final class Svg {
  static final int WIDTH = 1_180;
  private static final int LEFT = 130;
  private static final int RIGHT = 16;
  private static final int[] STEPS = {1, 2, 5, 10, 20, 30, 60, 120, 300, 600};
  private static final int MOST_TICKS = 14;

  private final StringBuilder body = new StringBuilder();
  private final long millis;
  private final int height;

  Svg(long millis, int height) {
    this.millis = Math.max(1, millis);
    this.height = height;
  }

  /** Where a moment lies. */
  double x(long at) {
    double share = Math.max(0, Math.min(1, (double) at / millis));
    return LEFT + share * (WIDTH - LEFT - RIGHT);
  }

  void label(double y, String text) {
    body.append(
        String.format(
            Locale.ROOT,
            "<text class='lane' x='%d' y='%.1f'>%s</text>",
            LEFT - 8,
            y,
            escape(text)));
  }

  void text(double x, double y, String text) {
    body.append(
        String.format(
            Locale.ROOT, "<text class='small' x='%.1f' y='%.1f'>%s</text>", x, y, escape(text)));
  }

  /** A bar that is at least two pixels wide; the title is shown under the pointer. */
  void bar(long from, long to, double y, double barHeight, String style, String title) {
    double begin = x(from);
    double width = Math.max(2, x(to) - begin);
    body.append(
        String.format(
            Locale.ROOT,
            "<rect class='%s' x='%.1f' y='%.1f' width='%.1f'"
                + " height='%.1f'><title>%s</title></rect>",
            style,
            begin,
            y,
            width,
            barHeight,
            escape(title)));
  }

  void dot(long at, double y, String style, String title) {
    body.append(
        String.format(
            Locale.ROOT,
            "<circle class='%s' cx='%.1f' cy='%.1f' r='1.8'><title>%s</title></circle>",
            style,
            x(at),
            y,
            escape(title)));
  }

  /** Points as {@code x,y x,y}. */
  void line(String points, String style) {
    body.append("<polyline class='").append(style).append("' points='").append(points);
    body.append("'/>");
  }

  void rule(double y, String style) {
    body.append(
        String.format(
            Locale.ROOT,
            "<line class='%s' x1='%d' x2='%d' y1='%.1f' y2='%.1f'/>",
            style,
            LEFT,
            WIDTH - RIGHT,
            y,
            y));
  }

  private void axis() {
    long seconds = millis / 1_000;
    int step = STEPS[STEPS.length - 1];
    for (int i = STEPS.length - 1; i >= 0; i--) {
      step = seconds / STEPS[i] <= MOST_TICKS ? STEPS[i] : step;
    }
    for (long at = 0; at <= seconds; at += step) {
      double x = x(at * 1_000);
      body.append(
          String.format(
              Locale.ROOT,
              "<line class='grid' x1='%.1f' x2='%.1f' y1='0' y2='%d'/>"
                  + "<text class='tick' x='%.1f' y='%d'>%d s</text>",
              x,
              x,
              height - 16,
              x,
              height - 3,
              at));
    }
  }

  String done() {
    String drawn = body.toString();
    body.setLength(0);
    axis();
    return "<svg viewBox='0 0 "
        + WIDTH
        + " "
        + height
        + "' role='img'>"
        + body
        + drawn
        + "</svg>\n";
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#39;")
        .replace("\"", "&quot;");
  }
}
