package io.cairn.agent.session;

import io.cairn.protocol.v1.AgentHeartbeat;
import io.cairn.protocol.v1.AgentHello;
import io.cairn.protocol.v1.AgentMessage;
import io.cairn.protocol.v1.CoordinatorMessage;
import io.cairn.protocol.v1.Member;
import io.cairn.protocol.v1.NotLeader;
import io.cairn.protocol.v1.Refused;
import io.cairn.protocol.v1.Welcome;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a session with whoever leads the coordinators: finds the leader, says hello, sends
 * heartbeats and what waits in the {@link ReportOutbox}, and drops what comes from an older term.
 * When the session breaks or falls silent it searches again at once.
 *
 * <p>All state is owned by the one thread of the given executor; the public methods may be called
 * by any thread.
 */
public final class SessionClient implements AutoCloseable, CoordinatorLink.Events {

  private static final Logger log = LoggerFactory.getLogger(SessionClient.class);

  private static final long TICK_MILLIS = 25;

  /** A leader that missed three heartbeats is sought anew, but a collector's pause is no loss. */
  private static final int SILENT_HEARTBEATS = 3;

  private static final long MIN_SILENCE_MILLIS = 600;

  private final SessionSettings settings;
  private final Dialer dialer;
  private final ScheduledExecutorService thread;
  private final LongSupplier nanoClock;
  private final SessionListener listener;
  private final LeaderSearch search;
  private final ReportOutbox outbox = new ReportOutbox();
  private final Map<String, CoordinatorLink> attempts = new HashMap<>();

  private String clusterId = "";
  private @Nullable ScheduledFuture<?> ticks;
  private @Nullable CoordinatorLink leader;
  private Welcome welcome = Welcome.getDefaultInstance();
  private long highestTerm;
  private long heardMillis;
  private long heartbeatDueMillis;
  private long heartbeats;
  private @Nullable CompletableFuture<Void> leaving;
  private volatile boolean closed;

  /**
   * Prepares a client; {@link #start} begins the search.
   *
   * @param dialer opens the connections; what it stands on is closed by its owner, after this
   * @param thread a single-threaded executor, the session's thread
   * @param nanoClock monotonic
   */
  public SessionClient(
      SessionSettings settings,
      Dialer dialer,
      ScheduledExecutorService thread,
      LongSupplier nanoClock,
      SessionListener listener) {
    this.settings = settings;
    this.dialer = dialer;
    this.thread = thread;
    this.nanoClock = nanoClock;
    this.listener = listener;
    this.search = new LeaderSearch(settings.coordinators(), settings.remembered());
  }

  /**
   * Begins the search for a leader.
   *
   * @param ofCluster the cluster this agent belongs to; empty when it has not joined one
   */
  public void start(String ofCluster) {
    thread.execute(
        () -> {
          clusterId = ofCluster;
          search.begin(now());
          ticks = thread.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
        });
  }

  /** Keeps a report until it is confirmed or void, and sends it as soon as there is a leader. */
  public void report(Report report) {
    reportAll(List.of(report));
  }

  /** Keeps reports that were made together, such as the acks of one segment, and sends them so. */
  public void reportAll(List<Report> reports) {
    thread.execute(
        () -> {
          for (Report report : reports) {
            if (!outbox.add(report)) {
              listener.broken(
                  ReportOutbox.MAX_REPORTS + " reports wait for a coordinator's confirmation");
              return;
            }
          }
          sendReports();
        });
  }

  /** Whether no report waits for its confirmation. On the session's thread. */
  public boolean isConfirmed() {
    return outbox.size() == 0;
  }

  /** Tells the leader that this process ends; completes when it knows, or when there is none. */
  public CompletableFuture<Void> leave() {
    CompletableFuture<Void> known = new CompletableFuture<>();
    thread.execute(
        () -> {
          leaving = known;
          if (leader == null) {
            known.complete(null);
          } else {
            sendHeartbeat(leader, now());
          }
        });
    return known;
  }

  /**
   * Ends the session; nothing is called back afterwards. Reports not confirmed are lost. Not to be
   * called on the session's thread, which it waits for, a second at most.
   */
  @Override
  public void close() {
    closed = true;
    CountDownLatch dropped = new CountDownLatch(1);
    thread.execute(
        () -> {
          if (ticks != null) {
            ticks.cancel(false);
          }
          dropAll();
          dropped.countDown();
        });
    try {
      var unused = dropped.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tick() {
    if (closed || (leaving != null && leader == null)) {
      return; // who leaves does not come back
    }
    long now = now();
    CoordinatorLink session = leader;
    if (session == null) {
      search.dial(now).forEach(this::dial);
      return;
    }
    if (now - heardMillis > silenceMillis()) {
      lose(session, "no answer for " + (now - heardMillis) + " ms");
    } else if (now >= heartbeatDueMillis) {
      sendHeartbeat(session, now);
    }
  }

  private void dial(String address) {
    CoordinatorLink before = attempts.remove(address);
    if (before != null) {
      before.drop();
    }
    Optional<InetSocketAddress> target = CoordinatorWords.target(address);
    if (target.isEmpty()) {
      log.warn("'{}' is not an address host:port of a coordinator", address);
      search.refused(address, now());
      return;
    }
    AgentHello hello = settings.hello().toBuilder().setClusterId(clusterId).build();
    CoordinatorLink link = new CoordinatorLink(address, hello, thread, this);
    attempts.put(address, link);
    var unused =
        dialer
            .connect(target.get(), link)
            .whenComplete(
                (opened, failure) -> {
                  if (failure != null) {
                    link.notOpened(failure);
                  }
                });
  }

  @Override
  public void received(CoordinatorLink link, CoordinatorMessage message) {
    switch (message.getMessageCase()) {
      case NOT_LEADER -> notLeader(link, message.getNotLeader());
      case REFUSED -> refused(link, message.getRefused());
      case WELCOME -> welcomed(link, message.getWelcome());
      case MESSAGE_NOT_SET -> endLink(link, "a message of a kind this agent does not know");
      default -> {
        if (link == leader) {
          inSession(message);
        } else {
          endLink(link, "a message before Welcome");
        }
      }
    }
  }

  private void inSession(CoordinatorMessage message) {
    long term = CoordinatorWords.termOf(message);
    if (term < highestTerm) {
      log.debug("dropped a message of term {}; the term is {}", term, highestTerm);
      return;
    }
    highestTerm = term;
    heardMillis = now();
    switch (message.getMessageCase()) {
      case DEPLOY -> listener.deploy(message.getDeploy());
      case VIEW -> {
        outbox.drop(message.getView());
        listener.view(message.getView());
        sendReports();
      }
      case CONFIRMED -> {
        for (Report report : outbox.confirmed(message.getConfirmed().getBatch())) {
          if (report instanceof Report.Ack ack) {
            listener.ackConfirmed(ack.ack(), term);
          }
        }
        sendReports();
      }
      case HEARTBEAT_REPLY -> members(message.getHeartbeatReply().getMembersList());
      default -> {}
    }
  }

  private void welcomed(CoordinatorLink link, Welcome message) {
    if (message.getTerm() < highestTerm || attempts.get(link.address) != link) {
      endLink(link, "a Welcome of term " + message.getTerm() + ", which is over");
      return;
    }
    if (!clusterId.isEmpty() && !clusterId.equals(message.getClusterId())) {
      dropAll();
      listener.refusedForGood(
          Refused.Code.CODE_OTHER_CLUSTER,
          CoordinatorWords.otherCluster(link.address, message.getClusterId(), clusterId));
      return;
    }
    attempts.remove(link.address);
    dropAll();
    leader = link;
    welcome = message;
    highestTerm = message.getTerm();
    heardMillis = now();
    clusterId = message.getClusterId();
    search.members(CoordinatorWords.sessionAddresses(message.getMembersList()));
    listener.welcomed(message, link.address);
    outbox.reconnected();
    sendHeartbeat(link, heardMillis); // says first what is hosted here
    sendReports();
  }

  private void notLeader(CoordinatorLink link, NotLeader message) {
    members(message.getMembersList());
    endLink(link, "it does not lead any more");
    search.hinted(message.getLeaderSessionAddress(), now());
    tick();
  }

  private void members(List<Member> members) {
    if (!members.isEmpty()) {
      search.members(CoordinatorWords.sessionAddresses(members));
      listener.members(members);
    }
  }

  private void refused(CoordinatorLink link, Refused refused) {
    switch (refused.getCode()) {
      case CODE_FENCED, CODE_OTHER_CLUSTER, CODE_PROTOCOL_VERSION -> {
        dropAll();
        listener.refusedForGood(
            refused.getCode(),
            link.address
                + " refused this agent: "
                + CoordinatorWords.describe(refused)
                + refused.getDetail());
      }
      default -> {
        log.warn(
            "{} refused a message: {} {}", link.address, refused.getCode(), refused.getDetail());
        endLink(link, "refused: " + refused.getCode());
        search.refused(link.address, now());
      }
    }
  }

  @Override
  public void closed(CoordinatorLink link, String reason) {
    endLink(link, reason);
  }

  @Override
  public void writable(CoordinatorLink link) {
    sendReports();
  }

  private void endLink(CoordinatorLink link, String reason) {
    if (link == leader) {
      lose(link, reason);
      return;
    }
    link.drop();
    if (attempts.remove(link.address, link)) {
      long now = now();
      log.debug("{}: {}", link.address, reason);
      search.failed(link.address, now);
      if (search.complains(now)) {
        log.warn(
            "no leader found for {} s among {}; {}: {}",
            search.searchingMillis(now) / 1000,
            search.addresses(),
            link.address,
            reason);
      }
    }
  }

  private void lose(CoordinatorLink session, String reason) {
    leader = null;
    session.drop();
    if (leaving != null) {
      leaving.complete(null);
    }
    search.begin(now());
    listener.lost(welcome.getTerm(), session.address, reason);
    tick();
  }

  private void dropAll() {
    attempts.values().forEach(CoordinatorLink::drop);
    attempts.clear();
    if (leader != null) {
      leader.drop();
      leader = null;
    }
  }

  private void sendHeartbeat(CoordinatorLink session, long now) {
    heartbeatDueMillis = now + Math.max(TICK_MILLIS, welcome.getHeartbeatMillis());
    heartbeats++;
    AgentHeartbeat heartbeat =
        AgentHeartbeat.newBuilder()
            .setSequence(heartbeats)
            .addAllHosted(listener.hosted())
            .addAllProgress(listener.progress())
            .addAllAligning(listener.aligning())
            .setStuckTasks(listener.stuckTasks())
            .setLeaving(leaving != null)
            .build();
    session.send(AgentMessage.newBuilder().setHeartbeat(heartbeat).build());
  }

  private void sendReports() {
    CoordinatorLink session = leader;
    while (session != null && session.isWritable()) {
      Optional<ReportOutbox.Batch> batch = outbox.next();
      if (batch.isEmpty()) {
        return;
      }
      for (Report report : batch.get().reports()) {
        if (report instanceof Report.Ack ack) {
          listener.ackSent(ack.ack(), welcome.getTerm());
        }
      }
      session.send(AgentMessage.newBuilder().setReport(batch.get().message()).build());
    }
  }

  private long silenceMillis() {
    return Math.max(MIN_SILENCE_MILLIS, SILENT_HEARTBEATS * welcome.getHeartbeatMillis());
  }

  private long now() {
    return TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong());
  }
}
