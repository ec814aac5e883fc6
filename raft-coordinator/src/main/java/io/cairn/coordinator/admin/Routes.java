package io.cairn.coordinator.admin;

import io.cairn.process.security.Principal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What is served below {@code /api/v1}. */
final class Routes {
  /** The jar's body is streamed, so its route is known by name. */
  static final String JARS = "jars";

  /** Served before their bodies are read, or not as JSON; see {@link AdminHandler}. */
  private static final List<String> STREAMED =
      List.of("POST /" + JARS, "GET /events", "GET /openapi.yaml");

  private record Route(
      String method, List<String> pattern, Function<Call, CompletableFuture<Reply>> answer) {
    String name() {
      return method + " /" + String.join("/", pattern);
    }

    boolean fits(List<String> segments) {
      if (segments.size() != pattern.size()) {
        return false;
      }
      for (int i = 0; i < segments.size(); i++) {
        if (!pattern.get(i).equals("*") && !pattern.get(i).equals(segments.get(i))) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Route> routes = new ArrayList<>();

  Routes(
      Reads reads,
      Commands commands,
      CheckpointingCommands checkpointing,
      SavepointCommands savepoints,
      ScaleCommands scale,
      Orphans orphans) {
    add("GET", "whoami", Routes::whoAmI);
    add("GET", "cluster", reads::cluster);
    add("GET", "leaders", reads::leaders);
    add("GET", "jobs", reads::jobs);
    add("GET", "jobs/*", reads::job);
    add("GET", "jobs/*/checkpoints", reads::checkpoints);
    add("GET", "jobs/*/checkpoints/*", reads::checkpoint);
    add("GET", "jobs/*/settings", reads::settings);
    add("GET", "gc/plan", orphans::plan);
    add("POST", "gc/run", orphans::run);
    add("POST", "jobs", commands::submit);
    add("POST", "jobs/*/stop", commands::stop);
    add("POST", "jobs/*/rescale", scale::rescale);
    add("POST", "jobs/*/restart", scale::restart);
    add("POST", "jobs/*/checkpoints", commands::checkpoint);
    add("POST", "jobs/*/checkpoints/*/abort", checkpointing::abort);
    add("POST", "jobs/*/checkpointing/pause", checkpointing::pause);
    add("POST", "jobs/*/checkpointing/resume", checkpointing::resume);
    add("GET", "jobs/*/savepoints", reads::savepoints);
    add("POST", "jobs/*/savepoints", savepoints::create);
    add("DELETE", "jobs/*/savepoints/*", savepoints::delete);
    add("POST", "jobs/*/savepoints/*/delete", savepoints::delete);
    add("PATCH", "jobs/*/settings", checkpointing::change);
    add("POST", "jobs/*/settings", checkpointing::change);
  }

  /** Agents. */
  Routes withAgents(Reads reads, AgentCommands agents) {
    add("GET", "agents", reads::agents);
    add("POST", "agents/*/drain", agents::drain);
    add("POST", "agents/*/undrain", agents::undrain);
    return this;
  }

  /** Coordinators, their health and their leader. */
  Routes withMembers(ReplicaRoute replica, HealthCheck health, MemberCommands members) {
    add("GET", "replica", replica::replica);
    add("GET", "health", health::health);
    add("GET", "members", health::members);
    add("POST", "members", members::add);
    add("POST", "members/*/remove", members::remove);
    add("POST", "members/*/replace", members::replace);
    add("POST", "leader/transfer", members::transfer);
    return this;
  }

  /** Jobs of other clusters. */
  Routes withRestores(RestoreCommands restores) {
    add("POST", "restores", restores::restore);
    return this;
  }

  private void add(String method, String path, Function<Call, CompletableFuture<Reply>> answer) {
    routes.add(new Route(method, List.of(path.split("/")), answer));
  }

  /** Each as {@code GET /jobs/*}, in the order in which they are looked at. */
  List<String> served() {
    List<String> served = new ArrayList<>();
    routes.forEach(route -> served.add(route.name()));
    served.addAll(STREAMED);
    return served;
  }

  /** As in {@link #served}, of a request; empty when nothing is served so. */
  Optional<String> routeOf(String method, List<String> segments) {
    return method.equals("POST") && segments.equals(List.of(JARS))
        ? Optional.of("POST /" + JARS)
        : routes.stream()
            .filter(route -> route.method().equals(method) && route.fits(segments))
            .findFirst()
            .map(Route::name);
  }

  private static CompletableFuture<Reply> whoAmI(Call call) {
    Principal principal = call.caller().principal();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("authenticated", principal.isKnown());
    view.put("name", principal.name());
    view.put("role", principal.role().word());
    return CompletableFuture.completedFuture(Reply.ok(view));
  }

  /** Whether this asks for a change, on a path that is served. */
  boolean isCommand(String method, List<String> segments) {
    if (method.equals("GET") || method.equals("HEAD")) {
      return false;
    }
    return segments.equals(List.of(JARS))
        || routes.stream().anyMatch(route -> route.fits(segments));
  }

  CompletableFuture<Reply> answer(Call call) {
    boolean known = false;
    for (Route route : routes) {
      if (route.fits(call.segments())) {
        known = true;
        if (route.method().equals(call.method())) {
          return route.answer().apply(call);
        }
      }
    }
    if (known || call.segments().equals(List.of(JARS))) {
      throw ProblemException.of(
          405, "method-not-allowed", call.method() + " is not served on this path");
    }
    throw ProblemException.of(
        404, "no-such-path", "nothing is served here; see docs for the paths of /api/v1");
  }
}
