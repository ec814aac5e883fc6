package io.cairn.coordinator.admin;

/**
 * An error as RFC 9457 wants it.
 *
 * @param type {@code about:blank}: the title is that of the HTTP status
 * @param title the HTTP status in words
 * @param status the HTTP status
 * @param detail what failed, with which value, and what to do; one line
 * @param code for programs; never changes its meaning
 */
record Problem(String type, String title, int status, String detail, String code) {
  static Problem of(int status, String code, String detail) {
    return new Problem("about:blank", title(status), status, detail, code);
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 415 -> "Unsupported Media Type";
      case 431 -> "Request Header Fields Too Large";
      case 429 -> "Too Many Requests";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      default -> "Internal Server Error";
    };
  }
}
