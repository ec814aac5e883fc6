package io.cairn.process.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text form of keys and certificates (RFC 7468). Pure. */
final class Pem {
  static final String CERTIFICATE = "CERTIFICATE";

  /** PKCS #8, not encrypted. */
  static final String KEY = "PRIVATE KEY";

  private static final int LINE = 64;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private Pem() {}

  /** What stands between a BEGIN and its END. */
  record Block(String label, String base64) {
    byte[] content() {
      return Base64.getDecoder().decode(base64);
    }
  }

  /**
   * All blocks of a text; what stands between them is a comment.
   *
   * @throws IllegalArgumentException when one is not base64
   */
  static List<Block> blocks(String text) {
    List<Block> found = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      Block block = new Block(matcher.group(1), matcher.group(2).replaceAll("\\s", ""));
      byte[] unused = block.content(); // whether it is base64
      found.add(block);
    }
    return found;
  }

  static String block(String label, byte[] content) {
    byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
    String lines = Base64.getMimeEncoder(LINE, newline).encodeToString(content);
    return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
  }
}
