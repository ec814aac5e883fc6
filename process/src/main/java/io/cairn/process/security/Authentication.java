package io.cairn.process.security;

import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who asks: by a token, by the secret of coordinators, or by a certificate that TLS has
 * verified. Any thread.
 */
public final class Authentication {
  /** For programs that show why. */
  public static final String HINT =
      "send a token as 'Authorization: Bearer TOKEN' (cairn: --token-file or CAIRN_TOKEN_FILE)";

  private static final String SCHEME = "Bearer ";
  private static final int MAX_HEADER = 2_048;

  private final boolean required;
  private final @Nullable TokenFile tokens;
  private final @Nullable SharedSecret coordinators;
  private final CertificateGrants certificates;

  /**
   * Who it is, or why that is not known.
   *
   * @param refusal a line for the one who asked, which says nothing of what is known here
   */
  public record Verdict(Optional<Principal> principal, String refusal) {
    static Verdict known(Principal principal) {
      return new Verdict(Optional.of(principal), "");
    }

    static Verdict refused(String why) {
      return new Verdict(Optional.empty(), why);
    }
  }

  private Authentication(
      boolean required,
      @Nullable TokenFile tokens,
      @Nullable SharedSecret coordinators,
      CertificateGrants certificates) {
    this.required = required;
    this.tokens = tokens;
    this.coordinators = coordinators;
    this.certificates = certificates;
  }

  /** Nobody is asked who they are. */
  public static Authentication off() {
    return new Authentication(false, null, null, CertificateGrants.none());
  }

  /** Everybody is asked. */
  public static Authentication by(
      @Nullable TokenFile tokens,
      @Nullable SharedSecret coordinators,
      CertificateGrants certificates) {
    return new Authentication(true, tokens, coordinators, certificates);
  }

  /** Whether anybody is asked. */
  public boolean isRequired() {
    return required;
  }

  /**
   * Judges a request. A token that is sent decides; a certificate counts when there is none.
   *
   * @param authorization the header of this name; null when it is absent
   * @param certificate subject of the certificate that TLS has verified; null when there is none
   */
  public Verdict judge(@Nullable String authorization, @Nullable X500Principal certificate) {
    if (!required) {
      return Verdict.known(Principal.ANYBODY);
    }
    if (authorization != null) {
      return ofHeader(authorization);
    }
    if (certificate != null) {
      return certificates
          .principal(certificate)
          .map(Verdict::known)
          .orElseGet(
              () ->
                  Verdict.refused(
                      "the certificate's subject is not among security.certificates here; "
                          + HINT));
    }
    return Verdict.refused("this asks who you are: " + HINT);
  }

  private Verdict ofHeader(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        || authorization.length() > MAX_HEADER) {
      return Verdict.refused("the header Authorization should be 'Bearer TOKEN'");
    }
    String presented = authorization.substring(SCHEME.length()).strip();
    if (coordinators != null && coordinators.matches(presented)) {
      return Verdict.known(Principal.coordinator("coordinator"));
    }
    TokenFile file = tokens;
    Optional<Principal> found = file == null ? Optional.empty() : file.find(presented);
    return found
        .map(Verdict::known)
        .orElseGet(() -> Verdict.refused("this token is not known here; it may have been revoked"));
  }
}
