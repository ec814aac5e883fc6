package io.cairn.process.tls;

/** A file of the section {@code tls} that cannot be used. The message is one line for a person. */
public final class TlsFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String key;

  TlsFileException(String key, String what) {
    super(what);
    this.key = key;
  }

  /** The key in the section: {@code certificate}, {@code key} or {@code authorities}. */
  public String key() {
    return key;
  }
}
