package io.cairn.benchmarks.coordinator;

import io.cairn.process.HostPort;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * One connection that asks one coordinator, again and again, and throws away what it answers. It
 * knows no more of HTTP than that takes: whoever measures shares the machine with what is measured,
 * and a full client costs as much as the answers. Not thread-safe.
 */
final class HttpReader implements Closeable {
  private static final String OK = "HTTP/1.1 200 ";
  private static final String LENGTH = "content-length:";
  private static final int MAX_LINE = 8_192;

  private final HostPort address;
  private final int timeoutMillis;
  private final StringBuilder line = new StringBuilder();
  private final byte[] waste = new byte[1 << 16];
  private Socket socket = new Socket();
  private InputStream in = InputStream.nullInputStream();

  /** Connects when it is first asked; {@code timeout} is for each wait. */
  HttpReader(HostPort address, Duration timeout) {
    this.address = address;
    this.timeoutMillis = Math.toIntExact(timeout.toMillis());
  }

  /** A request as it is sent. */
  static byte[] request(HostPort address, String path) {
    String text = "GET " + path + " HTTP/1.1\r\nHost: " + address + "\r\n\r\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Sends a request and reads the whole answer.
   *
   * @return whether it is a 200 with a body of the length that it says
   * @throws IOException when the connection fails; the next request makes a new one
   */
  boolean ask(byte[] request) throws IOException {
    try {
      if (!socket.isConnected()) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(timeoutMillis);
        socket.connect(new InetSocketAddress(address.host(), address.port()), timeoutMillis);
        in = new BufferedInputStream(socket.getInputStream(), waste.length);
      }
      socket.getOutputStream().write(request);
      return answer();
    } catch (IOException failed) {
      close();
      socket = new Socket();
      throw failed;
    }
  }

  private boolean answer() throws IOException {
    boolean well = nextLine().startsWith(OK);
    long length = -1;
    for (String header = nextLine(); !header.isEmpty(); header = nextLine()) {
      if (header.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        length = Long.parseLong(header.substring(LENGTH.length()).strip());
      }
    }
    if (length < 0) {
      throw new IOException("an answer without a length");
    }
    for (long left = length; left > 0; ) {
      int read = in.read(waste, 0, (int) Math.min(left, waste.length));
      if (read < 0) {
        throw new EOFException("the answer ends after " + (length - left) + " bytes");
      }
      left -= read;
    }
    return well && length > 0;
  }

  private String nextLine() throws IOException {
    line.setLength(0);
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0 || line.length() == MAX_LINE) {
        throw new EOFException("the answer ends within its headers");
      }
      if (octet != '\r') {
        line.append((char) octet);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
