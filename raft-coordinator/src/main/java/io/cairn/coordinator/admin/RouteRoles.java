package io.cairn.coordinator.admin;

import io.cairn.process.security.Role;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which role each route needs: the only place that says so. A route that is missing here needs the
 * highest, and a test fails.
 *
 * <p>Whoever looks is a viewer; whoever steers jobs, and so runs code on the agents, an operator;
 * whoever changes the cluster, deletes files, or has it read other stores, an admin.
 */
final class RouteRoles {
  private static final Map<String, Role> ROLES = roles();

  private RouteRoles() {}

  private static Map<String, Role> roles() {
    Map<String, Role> roles = new LinkedHashMap<>();
    need(
        roles,
        Role.VIEWER,
        "GET /whoami",
        "GET /cluster",
        "GET /leaders",
        "GET /health",
        "GET /replica",
        "GET /events",
        "GET /openapi.yaml",
        "GET /metrics",
        "GET /agents",
        "GET /members",
        "GET /jobs",
        "GET /jobs/*",
        "GET /jobs/*/checkpoints",
        "GET /jobs/*/checkpoints/*",
        "GET /jobs/*/settings",
        "GET /jobs/*/savepoints",
        "GET /gc/plan");
    need(
        roles,
        Role.OPERATOR,
        "POST /jars",
        "POST /jobs",
        "POST /jobs/*/stop",
        "POST /jobs/*/rescale",
        "POST /jobs/*/restart",
        "POST /jobs/*/checkpoints",
        "POST /jobs/*/checkpoints/*/abort",
        "POST /jobs/*/checkpointing/pause",
        "POST /jobs/*/checkpointing/resume",
        "PATCH /jobs/*/settings",
        "POST /jobs/*/settings",
        "POST /jobs/*/savepoints",
        "DELETE /jobs/*/savepoints/*",
        "POST /jobs/*/savepoints/*/delete",
        "POST /agents/*/drain",
        "POST /agents/*/undrain",
        "POST /leader/transfer");
    need(
        roles,
        Role.ADMIN,
        "POST /members",
        "POST /members/*/remove",
        "POST /members/*/replace",
        "POST /restores",
        "POST /gc/run");
    return roles;
  }

  private static void need(Map<String, Role> roles, Role role, String... routes) {
    for (String route : routes) {
      roles.put(route, role);
    }
  }

  /** All that is said, by route: {@code GET /jobs/*}. */
  static Map<String, Role> all() {
    return Map.copyOf(ROLES);
  }

  /** What a route needs. */
  static Role of(String route) {
    return ROLES.getOrDefault(route, Role.ADMIN);
  }
}
