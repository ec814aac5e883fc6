package io.cairn.process.tls;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process needs to speak TLS, on all its ports and to all its peers. After {@link #watch}
 * its files are read again when they change; connections that are open stay as they are. Safe for
 * use by any thread.
 */
public final class Tls implements AutoCloseable {
  /** The only versions that are spoken. */
  public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  private static final Logger log = LoggerFactory.getLogger(Tls.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
  private static final Duration WARN_BEFORE = Duration.ofDays(14);
  private static final Duration WARN_EVERY = Duration.ofDays(1);

  private final TlsSettings settings;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService watching =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "tls-files");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Loaded current;
  private String problem = "";
  private @Nullable Instant warned;

  private record Loaded(Credentials credentials, Map<Peers, SSLContext> contexts) {
    static Loaded of(Credentials credentials) {
      Map<Peers, SSLContext> contexts = new EnumMap<>(Peers.class);
      for (Peers peers : Peers.values()) {
        contexts.put(peers, Contexts.of(credentials, peers));
      }
      return new Loaded(credentials, contexts);
    }

    SSLContext context(Peers peers) {
      SSLContext context = contexts.get(peers);
      if (context == null) {
        throw new IllegalStateException("no context for " + peers);
      }
      return context;
    }
  }

  private Tls(TlsSettings settings, Credentials first) {
    this.settings = settings;
    this.current = Loaded.of(first);
  }

  /**
   * Reads the files.
   *
   * @throws IOException with one line, when they cannot be used
   */
  public static Tls open(TlsSettings settings) throws IOException {
    try {
      return new Tls(settings, settings.load(Instant.now()));
    } catch (TlsFileException e) {
      throw new IOException("tls." + e.key() + ": " + e.getMessage(), e);
    }
  }

  /** From now on the files are looked at every ten seconds. Once. */
  public void watch() {
    var unused =
        watching.scheduleWithFixedDelay(
            this::look, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The present context: for new connections, not to be kept. */
  public SSLContext context(Peers peers) {
    return current.context(peers);
  }

  /** For a connection that was accepted: the peer must show a certificate. */
  public SSLEngine serverEngine(Peers peers) {
    return server(context(peers));
  }

  /**
   * For a connection to a server, whose certificate must name the host.
   *
   * @param host as it is configured or told: a name or an address
   */
  public SSLEngine clientEngine(Peers peers, String host, int port) {
    return client(context(peers), host, port);
  }

  static SSLEngine server(SSLContext context) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = parameters(engine);
    parameters.setNeedClientAuth(true);
    engine.setSSLParameters(parameters);
    return engine;
  }

  static SSLEngine client(SSLContext context, String host, int port) {
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = parameters(engine);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return engine;
  }

  private static SSLParameters parameters(SSLEngine engine) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(PROTOCOLS.toArray(String[]::new));
    return parameters;
  }

  /** When the own certificate ends to count. */
  public Instant expires() {
    return current.credentials().chain().get(0).getNotAfter().toInstant();
  }

  /** Told, on another thread, when contexts have changed: for whoever must keep one. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Looks at the files now. */
  public void look() {
    look(Instant.now());
  }

  /** Looks at the files once. What cannot be used changes nothing. */
  synchronized void look(Instant now) {
    try {
      Credentials found = settings.read();
      if (!found.equals(current.credentials())) {
        CertificateCheck.check(found, settings, now);
        current = Loaded.of(found);
        log.info("certificates were read anew; this one counts until {}", expires());
        listeners.forEach(Runnable::run);
      }
      problem = "";
    } catch (TlsFileException e) {
      complain("tls." + e.key() + ": " + e.getMessage());
    }
    warnOfExpiry(now);
  }

  /** Not at the first look: whoever replaces three files does it one after the other. */
  private void complain(String what) {
    if (what.equals(problem)) {
      log.warn("{}; what was read before is used on", what);
      problem = what + " (told)";
    } else if (!problem.equals(what + " (told)")) {
      problem = what;
    }
  }

  private void warnOfExpiry(Instant now) {
    Instant last = warned;
    if (now.isAfter(expires().minus(WARN_BEFORE))
        && (last == null || now.isAfter(last.plus(WARN_EVERY)))) {
      warned = now;
      log.warn("the certificate {} counts until {} only", settings.certificate(), expires());
    }
  }

  /** Does not look any more; contexts may still be used. */
  @Override
  public void close() {
    watching.shutdownNow();
  }
}
