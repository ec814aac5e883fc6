package io.cairn.cli.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.process.HostPort;
import java.io.FileNotFoundException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;

/**
 * Calls the admin API of a cluster, whichever coordinator answers. Thread-safe.
 *
 * <p>Reads and commands alike may be sent to several coordinators: a command carries a request id
 * by which the cluster does it once. So a coordinator that hangs costs {@link #STAGGER}, not the
 * call.
 */
public final class AdminClient {
  /** A call ends within this, whatever the coordinators do. */
  public static final Duration BOUND = Duration.ofMillis(4_500);

  /**
   * The same where a person waits. A coordinator without a leader says so after 2.9 s; with the
   * start of a JVM a command then answers within 5 s.
   */
  public static final Duration PERSON_BOUND = Duration.ofMillis(3_300);

  private static final Duration SLOW_BOUND = Duration.ofSeconds(60);

  /** After this without an answer the next coordinator is asked too. */
  static final Duration STAGGER = Duration.ofMillis(800);

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String PLAIN = "http://";
  private static final String SECURE = "https://";

  private final List<HostPort> coordinators;
  private final HttpClient http;
  private final String scheme;
  private final Duration bound;
  private final Optional<String> token;

  private AdminClient(
      HttpClient http,
      String scheme,
      List<HostPort> coordinators,
      Duration bound,
      Optional<String> token) {
    this.token = token;
    this.http = http;
    this.scheme = scheme;
    this.coordinators = List.copyOf(coordinators);
    this.bound = bound;
  }

  /** The same with another bound on each call. */
  public AdminClient within(Duration bound) {
    return new AdminClient(http, scheme, coordinators, bound, token);
  }

  /** The same for somebody with this token; without one as before. */
  public AdminClient as(Optional<String> bearer) {
    return new AdminClient(http, scheme, coordinators, bound, bearer);
  }

  /** The same, which asks this one first: who leads knows more than the log holds. */
  public AdminClient preferring(HostPort first) {
    List<HostPort> order = new ArrayList<>(coordinators);
    order.remove(first);
    order.add(0, first);
    return new AdminClient(http, scheme, order, bound, token);
  }

  /** For the admin addresses of one cluster's coordinators, tried in this order. */
  public static AdminClient of(List<HostPort> coordinators) {
    return of(coordinators, PLAIN, Optional.empty());
  }

  /** The same over HTTPS. */
  public static AdminClient of(List<HostPort> coordinators, SSLContext tls) {
    return of(coordinators, SECURE, Optional.of(tls));
  }

  private static AdminClient of(
      List<HostPort> coordinators, String scheme, Optional<SSLContext> tls) {
    if (coordinators.isEmpty()) {
      throw new IllegalArgumentException("no coordinator is named");
    }
    HttpClient.Builder http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2));
    tls.ifPresent(http::sslContext);
    return new AdminClient(http.build(), scheme, coordinators, BOUND, Optional.empty());
  }

  /** As below, without certificates. */
  public static AdminClient parse(String addresses) {
    return parse(addresses, Optional.empty());
  }

  /**
   * For {@code host:port,host:port}; a leading {@code http://} or {@code https://} is taken off.
   *
   * @param tls if given, HTTPS is spoken; with {@code https://} only, the JDK's own authorities
   *     count
   * @throws IllegalArgumentException when one is no address, or some are to be secure and some not
   */
  public static AdminClient parse(String addresses, Optional<SSLContext> tls) {
    List<HostPort> parsed = new ArrayList<>();
    Set<String> schemes = new TreeSet<>();
    tls.ifPresent(given -> schemes.add(SECURE));
    for (String address : addresses.split(",", -1)) {
      String bare = address.strip();
      for (String scheme : List.of(PLAIN, SECURE)) {
        if (bare.startsWith(scheme)) {
          schemes.add(scheme);
          bare = bare.substring(scheme.length());
        }
      }
      bare = bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
      if (!bare.isEmpty()) {
        parsed.add(HostPort.parse(bare));
      }
    }
    if (schemes.size() > 1) {
      throw new IllegalArgumentException(
          "with --authorities, or https:// before one address, none may begin with http://");
    }
    return of(parsed, schemes.contains(SECURE) ? SECURE : PLAIN, tls);
  }

  /**
   * Reads {@code /api/v1/PATH}.
   *
   * @throws AdminException when no coordinator answered, or the answer is a problem
   */
  public JsonNode get(String path) throws InterruptedException {
    return call(path, HttpRequest.newBuilder().GET(), bound);
  }

  /**
   * Posts JSON to {@code /api/v1/PATH}; it must hold a {@code requestId}.
   *
   * @throws AdminException as for {@link #get}; without an answer, the command may have been done
   */
  public JsonNode post(String path, JsonNode body) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    return call(path, request, bound);
  }

  /**
   * As {@link #post}, for a command that waits for blob stores first, which may take longer than
   * the bound of the other calls.
   */
  public JsonNode postSlow(String path, JsonNode body) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    return call(path, request, SLOW_BOUND);
  }

  /**
   * Posts the bytes of a file, which may take longer than the bound of the other calls.
   *
   * @throws FileNotFoundException when there is no such file
   */
  public JsonNode postFile(String path, Path file)
      throws InterruptedException, FileNotFoundException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder()
            .header("Content-Type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofFile(file));
    return call(path, request, SLOW_BOUND);
  }

  private JsonNode call(String path, HttpRequest.Builder request, Duration bound)
      throws InterruptedException {
    token.ifPresent(known -> request.header("Authorization", "Bearer " + known));
    Duration stagger = bound.compareTo(BOUND) <= 0 ? STAGGER : bound;
    StaggeredCall call = new StaggeredCall(http, coordinators, stagger, bound);
    StaggeredCall.Answer answer =
        call.send(
            address -> {
              URI uri = URI.create(scheme + address + "/api/v1/" + path);
              return request.copy().uri(uri).timeout(bound).build();
            },
            BodyHandlers.ofString());
    return read(answer);
  }

  private static JsonNode read(StaggeredCall.Answer answer) {
    JsonNode json;
    try {
      json = JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AdminException(
          "the answer of " + answer.from() + " is no JSON; is that a coordinator's admin address?");
    }
    if (answer.status() >= 300) {
      String detail = json.path("detail").asText("HTTP status " + answer.status());
      throw new AdminException(detail + " (" + answer.from() + ")", answer.status());
    }
    return json;
  }
}
