package io.cairn.coordinator.admin;

import io.cairn.process.security.Authentication;
import io.cairn.process.security.SecuritySettings;
import io.cairn.process.security.SharedSecret;
import java.net.http.HttpRequest;
import java.util.Optional;

/**
 * How the HTTP interface knows who asks, and how this coordinator says so to the others.
 *
 * @param authentication of those who ask
 * @param own what this coordinator shows to others; empty when a certificate does, or nobody asks
 * @param openMetrics whether figures are for everybody
 */
public record AdminAccess(
    Authentication authentication, Optional<SharedSecret> own, boolean openMetrics) {

  /** Nobody is asked. */
  public static AdminAccess off() {
    return new AdminAccess(Authentication.off(), Optional.empty(), true);
  }

  /** As configured. */
  public static AdminAccess of(SecuritySettings settings) {
    return new AdminAccess(
        settings.authentication(), settings.coordinatorSecret(), settings.openMetrics());
  }

  /** Puts what this coordinator shows into a request to another. */
  HttpRequest signed(HttpRequest request) {
    return own.map(
            secret ->
                HttpRequest.newBuilder(request, (name, value) -> true)
                    .header("Authorization", "Bearer " + secret.reveal())
                    .build())
        .orElse(request);
  }
}
