package io.cairn.coordinator.session;

import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Incarnation;
import io.cairn.coordinator.checkpoint.Outcome;
import io.cairn.coordinator.checkpoint.Placement;
import io.cairn.coordinator.replication.Leadership;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.coordinator.replication.Term;
import io.cairn.process.tls.PeerName;
import io.cairn.protocol.v1.AgentHello;
import io.cairn.protocol.v1.CoordinatorMessage;
import io.cairn.protocol.v1.Member;
import io.cairn.protocol.v1.Refused;
import io.cairn.protocol.v1.Welcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** From an agent's hello to its session, or its refusal. Owned by the sessions' thread. */
final class Reception {
  private final Sessions sessions;
  private final ReplicatedState replicated;
  private final Farewell farewell;
  private final SessionSettings settings;
  private final Executor owner;

  Reception(
      Sessions sessions,
      ReplicatedState replicated,
      Farewell farewell,
      SessionSettings settings,
      Executor owner) {
    this.sessions = sessions;
    this.replicated = replicated;
    this.farewell = farewell;
    this.settings = settings;
    this.owner = owner;
  }

  void hello(Visitor visitor, AgentHello hello) {
    if (visitor.hello() != null) {
      throw new IllegalArgumentException("a second hello");
    }
    visitor.hello(hello);
    retry(visitor);
  }

  /**
   * Begins the registration of an agent whose hello waits. A replica that is elected and not ready
   * yet lets it wait: it will be ready before the agent has looked elsewhere.
   */
  void retry(Visitor visitor) {
    AgentHello hello = visitor.hello();
    if (hello == null || visitor.session() != null || visitor.isRegistering()) {
      return;
    }
    Term term = sessions.leading();
    String clusterId = replicated.state().clusterId();
    if (term == null || clusterId.isEmpty()) {
      Leadership leadership = replicated.leadership();
      boolean soon = leadership.leaderId().equals(Optional.of(farewell.selfId()));
      if (!soon) {
        sessions.sendAway(visitor);
      }
      return;
    }
    Optional<Refused> refusal =
        Hello.impostor(hello, visitor.connection().peerCertificate().map(PeerName::of))
            .or(() -> Hello.refusal(hello, clusterId));
    if (refusal.isPresent()) {
      sessions.refuse(visitor, refusal.get().getCode(), refusal.get().getDetail());
      return;
    }
    register(visitor, term, hello);
  }

  private void register(Visitor visitor, Term term, AgentHello hello) {
    Event.RegisterAgent event;
    try {
      event = Hello.registration(hello);
    } catch (IllegalArgumentException bad) {
      sessions.refuse(visitor, Refused.Code.CODE_MALFORMED, String.valueOf(bad.getMessage()));
      return;
    }
    visitor.registering();
    var unused =
        replicated
            .propose(term, List.of(event))
            .whenComplete(
                (outcomes, error) ->
                    owner.execute(() -> registered(visitor, term, event, outcomes)));
  }

  private void registered(
      Visitor visitor, Term term, Event.RegisterAgent event, @Nullable List<Outcome> outcomes) {
    if (!sessions.isHere(visitor)) {
      return;
    }
    if (outcomes == null || !term.equals(sessions.leading())) {
      sessions.sendAway(visitor);
      return;
    }
    Outcome outcome = outcomes.get(0);
    if (outcome instanceof Outcome.Accepted accepted) {
      welcome(visitor, term, event, new Incarnation(accepted.id()));
    } else if (outcome instanceof Outcome.Rejected rejected) {
      sessions.refuse(visitor, codeOf(rejected.code()), rejected.reason());
    } else {
      sessions.sendAway(visitor);
    }
  }

  private void welcome(
      Visitor visitor, Term term, Event.RegisterAgent event, Incarnation incarnation) {
    List<Member> members = farewell.members();
    visitor
        .connection()
        .send(
            CoordinatorMessage.newBuilder()
                .setWelcome(
                    Welcome.newBuilder()
                        .setTerm(term.value())
                        .setClusterId(replicated.state().clusterId())
                        .setIncarnation(incarnation.value())
                        .addAllMembers(members)
                        .setLeaseMillis(settings.leaseMillis())
                        .setHeartbeatMillis(settings.heartbeatMillis()))
                .build());
    Placement self = new Placement(event.agent(), incarnation);
    sessions.admit(visitor, new AgentSession(visitor.connection(), term, self, members));
  }

  private static Refused.Code codeOf(Outcome.Code code) {
    return switch (code) {
      case FENCED -> Refused.Code.CODE_FENCED;
      case LIMIT, NOT_BOOTSTRAPPED -> Refused.Code.CODE_OVERLOADED;
      default -> Refused.Code.CODE_MALFORMED;
    };
  }
}
