package io.cairn.coordinator.admin;

import io.cairn.process.security.Authentication;
import io.cairn.process.security.Principal;
import io.cairn.process.security.Role;
import io.cairn.protocol.channel.Complaints;
import java.security.cert.X509Certificate;
import java.util.function.BooleanSupplier;
import javax.security.auth.x500.X500Principal;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets requests in: first who it is, then whether they may. Before any body is read. Any thread.
 */
final class Doorkeeper {
  private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);

  private final AdminAccess access;
  private final Complaints complaints = new Complaints(System::nanoTime);

  Doorkeeper(AdminAccess access) {
    this.access = access;
  }

  /**
   * Who sent this.
   *
   * @throws ProblemException 401 when that is not known; the log says from where
   */
  Caller enter(Request request) {
    Authentication.Verdict verdict = judge(request);
    Principal sender =
        verdict
            .principal()
            .orElseThrow(
                () -> {
                  complaints.tell(
                      LOG,
                      "refused "
                          + request.getConnectionMetaData().getRemoteSocketAddress()
                          + " on the admin port: "
                          + verdict.refusal());
                  return ProblemException.of(401, "unauthenticated", verdict.refusal());
                });
    return Caller.of(request, sender);
  }

  /** As {@link #enter}, for figures, which may be for everybody. */
  void enterForMetrics(Request request) {
    if (!access.openMetrics()) {
      permit(enter(request), "GET " + TextPages.METRICS);
    }
  }

  /**
   * Whether they may.
   *
   * @param route as {@code GET /jobs/*}
   * @throws ProblemException 403 when they may not
   */
  void permit(Caller caller, String route) {
    Role needed = RouteRoles.of(route);
    Principal principal = caller.principal();
    if (!principal.role().includes(needed)) {
      throw ProblemException.of(
          403,
          "forbidden",
          principal.name()
              + " is "
              + article(principal.role())
              + ", and this needs the role "
              + needed.word());
    }
  }

  /** Whether whoever opened a stream may still look: a token may have been revoked since. */
  BooleanSupplier stillKnown(Request request) {
    String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    X500Principal subject = subject(request);
    return () -> access.authentication().judge(authorization, subject).principal().isPresent();
  }

  /**
   * A page of another origin must not give commands through the browser of somebody who may.
   * Programs send no Origin.
   *
   * @throws ProblemException 403 when it is one
   */
  static void requireSameOrigin(Request request) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    String host = request.getHeaders().get(HttpHeader.HOST);
    if (origin != null && !origin.replaceFirst("^[a-z]+://", "").equalsIgnoreCase(host)) {
      throw ProblemException.of(
          403, "cross-origin", "a page of " + origin + " may not give commands here");
    }
  }

  private Authentication.Verdict judge(Request request) {
    return access
        .authentication()
        .judge(request.getHeaders().get(HttpHeader.AUTHORIZATION), subject(request));
  }

  /** Of the certificate that TLS has verified; null without TLS, or without a certificate. */
  private static @Nullable X500Principal subject(Request request) {
    Object session = request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE);
    X509Certificate[] certificates =
        session instanceof EndPoint.SslSessionData data ? data.peerCertificates() : null;
    return certificates == null || certificates.length == 0
        ? null
        : certificates[0].getSubjectX500Principal();
  }

  private static String article(Role role) {
    return (role == Role.VIEWER ? "a " : "an ") + role.word();
  }
}
