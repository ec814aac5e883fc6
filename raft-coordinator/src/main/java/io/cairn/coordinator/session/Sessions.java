package io.cairn.coordinator.session;

import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.AgentStatus;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.leader.AgentLiveness;
import io.cairn.coordinator.leader.LiveProgress;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.coordinator.replication.Term;
import io.cairn.protocol.channel.Complaints;
import io.cairn.protocol.channel.FramedConnection;
import io.cairn.protocol.v1.AgentHeartbeat;
import io.cairn.protocol.v1.AgentMessage;
import io.cairn.protocol.v1.CoordinatorMessage;
import io.cairn.protocol.v1.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every connection of this coordinator and what becomes of it. Owned by the sessions' thread. */
final class Sessions {
  /** Twice the agents that the state may hold: each may be reconnecting. */
  static final int MAX_CONNECTIONS = 2_048;

  private static final Logger log = LoggerFactory.getLogger(Sessions.class);

  private final ReplicatedState replicated;
  private final Farewell farewell;
  private final AgentLiveness liveness;
  private final LiveProgress progress;
  private final Reception reception;
  private final Reports reports;
  private final Complaints complaints = new Complaints(System::nanoTime);
  private final Map<FramedConnection<CoordinatorMessage>, Visitor> visitors = new HashMap<>();
  private final Map<AgentId, Visitor> active = new HashMap<>();
  private PlacedAgents placed = new PlacedAgents();
  private @Nullable Term leading;

  /** Of {@link #active}, for other threads. */
  private volatile int activeCount;

  Sessions(
      ReplicatedState replicated,
      Farewell farewell,
      AgentLiveness liveness,
      LiveProgress progress,
      SessionSettings settings,
      Executor owner) {
    this.replicated = replicated;
    this.farewell = farewell;
    this.liveness = liveness;
    this.progress = progress;
    this.reception = new Reception(this, replicated, farewell, settings, owner);
    this.reports = new Reports(this, replicated, owner);
  }

  /** Sessions of registered agents. Any thread. */
  int activeCount() {
    return activeCount;
  }

  @Nullable Term leading() {
    return leading;
  }

  boolean isHere(Visitor visitor) {
    return visitors.get(visitor.connection()) == visitor;
  }

  List<Visitor> all() {
    return new ArrayList<>(visitors.values());
  }

  void opened(FramedConnection<CoordinatorMessage> connection, Intake.Share share, long nowNanos) {
    if (visitors.size() >= MAX_CONNECTIONS) {
      connection.sendAndClose(
          refusal(Refused.Code.CODE_OVERLOADED, visitors.size() + " connections are open"));
      return;
    }
    visitors.put(connection, new Visitor(connection, share, nowNanos));
  }

  void closed(FramedConnection<CoordinatorMessage> connection, String reason) {
    Visitor visitor = visitors.get(connection);
    if (visitor != null) {
      if (visitor.session() != null) {
        log.info("session with {} ended: {}", visitor.session(), reason);
      }
      forget(visitor);
    }
  }

  /** Whether the message still waits: its {@link Visitor#share} is told when it does no more. */
  boolean received(FramedConnection<CoordinatorMessage> connection, AgentMessage message) {
    Visitor visitor = visitors.get(connection);
    if (visitor == null) {
      return false; // it was told to go
    }
    try {
      return dispatch(visitor, message);
    } catch (IllegalArgumentException bad) {
      refuse(visitor, Refused.Code.CODE_MALFORMED, String.valueOf(bad.getMessage()));
      return false;
    }
  }

  private boolean dispatch(Visitor visitor, AgentMessage message) {
    AgentSession session = visitor.session();
    if (message.getMessageCase() == AgentMessage.MessageCase.HELLO) {
      reception.hello(visitor, message.getHello());
    } else if (session == null) {
      throw new IllegalArgumentException(
          "a message of kind " + message.getMessageCase() + " before the session began");
    } else {
      liveness.heard(session.agent(), session.incarnation());
      if (message.getMessageCase() == AgentMessage.MessageCase.HEARTBEAT) {
        AgentHeartbeat heartbeat = message.getHeartbeat();
        session.heartbeat(heartbeat, progress, replicated.state(), placed, farewell.members());
        liveness.stuck(session.agent(), session.incarnation(), heartbeat.getStuckTasks());
        if (heartbeat.getLeaving()) {
          reports.leaves(session);
        }
      } else if (message.getMessageCase() == AgentMessage.MessageCase.REPORT) {
        return reports.take(visitor, session, message);
      } else {
        throw new IllegalArgumentException("a message of a kind this coordinator does not know");
      }
    }
    return false;
  }

  void writable(FramedConnection<CoordinatorMessage> connection) {
    Visitor visitor = visitors.get(connection);
    if (visitor != null && visitor.session() != null && connection.isWritable()) {
      visitor.session().resume(replicated.state(), placed);
    }
  }

  /** This coordinator leads now and its state is complete. */
  void begin(Term term) {
    leading = term;
    placed = new PlacedAgents();
    progress.clear();
    all().forEach(reception::retry);
  }

  /** This coordinator leads no longer: everyone is sent to the next leader. */
  void end(Term term) {
    if (term.equals(leading)) {
      leading = null;
      all().forEach(this::sendAway);
      reports.clear();
      progress.clear();
    }
  }

  /** A registration was applied: the session begins, and replaces an older one of the agent. */
  void admit(Visitor visitor, AgentSession session) {
    Visitor before = active.put(session.agent(), visitor);
    activeCount = active.size();
    if (before != null && before != visitor) {
      before.connection().close();
      visitors.remove(before.connection());
    }
    visitor.session(session);
    liveness.heard(session.agent(), session.incarnation());
    log.info("session with {} began", visitor);
    ClusterState state = replicated.state();
    if (!mayStay(visitor, session, state)) {
      return; // since its registration was applied; nobody would tell it so again
    }
    for (JobId job : state.jobs().entries().keySet()) {
      session.push().sync(job, state, placed);
    }
  }

  /** The state has changed. */
  void changed(Touched.Taken taken) {
    ClusterState state = replicated.state();
    for (Visitor visitor : new ArrayList<>(active.values())) {
      AgentSession session = visitor.session();
      if (session != null && (!taken.agents() || mayStay(visitor, session, state))) {
        taken.jobs().forEach(job -> session.push().sync(job, state, placed));
      }
    }
  }

  private boolean mayStay(Visitor visitor, AgentSession session, ClusterState state) {
    AgentState agent = state.agent(session.agent());
    if (agent == null || agent.incarnation().compareTo(session.incarnation()) > 0) {
      refuse(visitor, Refused.Code.CODE_FENCED, session + " is replaced by a newer incarnation");
      return false;
    }
    if (agent.status() == AgentStatus.LOST) {
      log.warn("{} was declared lost; it has to register again", session);
      sendAway(visitor);
      return false;
    }
    return true;
  }

  /** Closes what makes no progress: no hello, or a reader that does not read. */
  void sweep(long nowNanos, long helloNanos, long fullNanos) {
    for (Visitor visitor : all()) {
      boolean mute = visitor.hello() == null && nowNanos - visitor.sinceNanos() > helloNanos;
      if (mute || visitor.fullNanos(nowNanos) > fullNanos) {
        complaints.warn(log, visitor.toString(), mute ? "it said no hello" : "it does not read");
        visitor.connection().close();
        forget(visitor);
      } else if (visitor.session() == null && visitor.hello() != null) {
        reception.retry(visitor);
      } else if (visitor.session() != null && visitor.share().isHeld()) {
        // We do not read from it: its heartbeats lie unread, and it is not to be declared lost.
        liveness.heard(visitor.session().agent(), visitor.session().incarnation());
      }
    }
    reports.retry();
    ClusterState state = replicated.state();
    progress.retain(
        (jobId, id) -> {
          JobState job = state.job(jobId);
          CheckpointState checkpoint = job == null ? null : job.checkpoint(id);
          return checkpoint != null && checkpoint.status().isUnfinished();
        });
  }

  /** Tells the agent who leads, as far as known, and closes the connection. */
  void sendAway(Visitor visitor) {
    visitor.connection().sendAndClose(farewell.notLeader(replicated.leadership()));
    forget(visitor);
  }

  void refuse(Visitor visitor, Refused.Code code, String why) {
    complaints.warn(log, visitor.toString(), why);
    visitor.connection().sendAndClose(refusal(code, why));
    forget(visitor);
  }

  private static CoordinatorMessage refusal(Refused.Code code, String why) {
    return CoordinatorMessage.newBuilder().setRefused(Hello.refused(code, why)).build();
  }

  private void forget(Visitor visitor) {
    visitors.remove(visitor.connection());
    AgentSession session = visitor.session();
    if (session != null && active.remove(session.agent(), visitor)) {
      activeCount = active.size();
      liveness.disconnected(session.agent(), session.incarnation());
    }
  }
}
