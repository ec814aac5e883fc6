package io.cairn.coordinator.replication;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.entity.LeaderChangeContext;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.RaftOutter.SnapshotMeta;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.error.RaftException;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.LeaderStarted;
import io.cairn.coordinator.checkpoint.Outcome;
import io.cairn.coordinator.codec.LogCodec;
import io.cairn.coordinator.replication.disk.DamageException;
import io.cairn.coordinator.replication.disk.Refusal;
import io.cairn.process.FaultHandler;
import io.cairn.process.HostPort;
import io.cairn.process.failpoint.Failpoint;
import io.cairn.process.logging.LogFields;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What jraft calls: applies entries, captures and loads snapshots, follows the leadership.
 *
 * <p>All on jraft's one apply thread. Nothing here waits for a disk, a socket or a lock that is
 * held for long. Whatever goes wrong under {@link #onApply} is a broken invariant: this replica
 * halts, and does not skip the entry, because the others may have applied it.
 */
final class LogStateMachine extends StateMachineAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(LogStateMachine.class);

  private final ReplicationSettings settings;
  private final AppliedState applied;
  private final LeadershipTracker leadership;
  private final Proposer proposer;
  private final SnapshotFiles snapshots;
  private final FaultHandler faults;
  private final CurrentMembership members;
  private volatile List<HostPort> voters = List.of();
  private @Nullable LeaderChangeContext unnamed;
  private boolean open;
  private boolean closing;
  private @Nullable RaftException early;
  private volatile @Nullable Refusal refusal;

  LogStateMachine(
      ReplicationSettings settings,
      AppliedState applied,
      LeadershipTracker leadership,
      Proposer proposer,
      SnapshotFiles snapshots,
      FaultHandler faults) {
    this.settings = settings;
    this.applied = applied;
    this.leadership = leadership;
    this.proposer = proposer;
    this.snapshots = snapshots;
    this.faults = faults;
    this.members = new CurrentMembership(settings.membership(), () -> applied.current().state());
  }

  /** The coordinators, as this replica knows them now. */
  CurrentMembership members() {
    return members;
  }

  /** Raft addresses of the newest configuration; empty while it was never changed. */
  List<HostPort> voters() {
    return voters;
  }

  /** The node is open: from now on its errors halt this replica. Before, the start just fails. */
  synchronized void opened() {
    open = true;
    if (early != null) {
      onError(early);
    }
  }

  /** Why the snapshot was not loaded, if one was refused. */
  Optional<Refusal> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** From now on an error of the node is no news: it is being stopped. */
  synchronized void closing() {
    closing = true;
  }

  @Override
  public void onApply(Iterator entries) {
    while (entries.hasNext()) {
      try {
        applyOne(entries);
      } catch (Throwable broken) { // whatever it is, going on would make this replica differ
        String what = "entry " + entries.getIndex() + " of term " + entries.getTerm();
        faults.halt(what + " cannot be applied: " + broken, broken);
        entries.setErrorAndRollback(1, new Status(RaftError.ESTATEMACHINE, "%s", what));
        return;
      }
      entries.next();
    }
  }

  private void applyOne(Iterator entries) throws Exception {
    Term term = new Term(entries.getTerm());
    Batch batch = batch(entries);
    if (entries.done() instanceof Entry) {
      Failpoint.AFTER_COMMIT.reachedIf(() -> CheckpointEntries.isOne(batch.events()));
    }
    List<Outcome> outcomes = applied.apply(entries.getIndex(), term, batch);
    nameLeader();
    if (entries.done() instanceof Entry entry) {
      boolean ready = entry.isOpening() && proposer.ready(term);
      if (ready) {
        LOG.atInfo()
            .addKeyValue(LogFields.TERM, term.value())
            .log("leading in term {}, ready at index {}", term, entries.getIndex());
        leadership.ready(settings.membership().selfId(), term);
      }
      entry.applied(outcomes);
    }
  }

  private static Batch batch(Iterator entries) {
    if (entries.done() instanceof Entry entry && entry.acks().isPresent()) {
      return entry.acks().get();
    }
    ByteBuffer data = entries.getData();
    byte[] bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    return LogCodec.decode(bytes);
  }

  @Override
  public void onSnapshotSave(SnapshotWriter writer, Closure done) {
    long begun = System.nanoTime();
    snapshots.save(applied.current().state(), writer, done);
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun);
    LOG.info("snapshot of index {} held the log up for {} us", applied.current().index(), micros);
  }

  @Override
  public boolean onSnapshotLoad(SnapshotReader reader) {
    try {
      SnapshotMeta meta = reader.load();
      if (meta == null) {
        throw new DamageException("the snapshot in " + reader.getPath() + " has no index");
      }
      applied.replace(meta.getLastIncludedIndex(), snapshots.load(reader));
      nameLeader();
      LOG.info("loaded the snapshot of index {}", meta.getLastIncludedIndex());
      return true;
    } catch (DamageException e) {
      refusal = new Refusal(true, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      refusal = new Refusal(false, "the snapshot in " + reader.getPath() + " cannot be read: " + e);
    }
    LOG.error("snapshot refused: {}", refusal);
    return false; // at start the node refuses to open; later, jraft calls onError
  }

  @Override
  public void onLeaderStart(long term) {
    leadership.elected(settings.membership().selfId(), new Term(term));
    List<Event> opening = new ArrayList<>();
    if (!applied.current().state().isBootstrapped()) {
      opening.add(new Event.Bootstrap(UUID.randomUUID().toString()));
    }
    opening.add(new LeaderStarted(term, settings.membership().selfId()));
    proposer.begin(new Term(term), opening);
  }

  @Override
  public void onLeaderStop(Status status) {
    LOG.atInfo()
        .addKeyValue(LogFields.TERM, leadership.view().currentTerm())
        .log("no longer leading: {}", status.getErrorMsg());
    proposer.end();
    leadership.following(null, leadership.view().currentTerm());
  }

  @Override
  public void onStartFollowing(LeaderChangeContext context) {
    Optional<String> id = idOf(context);
    unnamed = id.isEmpty() ? context : null;
    leadership.following(id.orElse(null), context.getTerm());
  }

  /** The leader may be one that the log describes only further on. */
  private void nameLeader() {
    LeaderChangeContext context = unnamed;
    if (context != null && idOf(context).isPresent()) {
      onStartFollowing(context);
    }
  }

  @Override
  public void onStopFollowing(LeaderChangeContext context) {
    unnamed = null;
    leadership.following(null, context.getTerm());
  }

  @Override
  public void onConfigurationCommitted(Configuration conf) {
    voters = conf.listPeers().stream().map(JraftAddresses::address).toList();
    LOG.info("members are now {}", conf);
  }

  @Override
  public void onShutdown() {
    proposer.end();
    leadership.following(null, leadership.view().currentTerm());
  }

  @Override
  public synchronized void onError(RaftException error) {
    if (!open) {
      early = error;
    } else if (!closing) {
      halt(error);
    }
  }

  private void halt(RaftException error) {
    String what = String.valueOf(error.getStatus().getErrorMsg());
    if (error.getStatus().getCode() == RaftError.EIO.getNumber()) {
      String disk = DiskSpace.describe(settings.directory());
      faults.diskFailed(
          "the Raft log, vote or snapshot cannot be written ("
              + what
              + "): the disk failed or is full ("
              + disk
              + "); cure it, then start again",
          error);
    } else {
      faults.halt("the Raft node failed: " + error.getStatus(), error);
    }
  }

  private Optional<String> idOf(LeaderChangeContext context) {
    PeerId leader = context.getLeaderId();
    return leader == null
        ? Optional.empty()
        : members.at(JraftAddresses.address(leader)).map(ClusterMember::id);
  }
}
