package io.cairn.coordinator.replication.disk;

import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.EnumOutter.ErrorType;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.error.RaftException;
import com.alipay.sofa.jraft.option.RaftMetaStorageOptions;
import com.alipay.sofa.jraft.storage.RaftMetaStorage;
import io.cairn.coordinator.replication.disk.VoteFile.Vote;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Term and vote in a {@link VoteFile}, synced with each change before jraft acts on it. It must
 * exist ({@link ReplicaFiles#prepare} makes the first), and its term cannot be below the log's.
 *
 * <p>Thread rule: jraft calls it under the node's lock.
 */
public final class GuardedMetaStorage implements RaftMetaStorage {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedMetaStorage.class);

  private final ReplicaFiles files;
  private final RebuildMark rebuilding;
  private final LongSupplier lastLogTerm;
  private final Refusals refusals;
  private @Nullable NodeImpl node;
  private long term;
  private PeerId votedFor = PeerId.emptyPeer();

  /**
   * Not opened yet; opening tells {@code refusals} why it fails.
   *
   * @param rebuilding while it is there, no vote is given
   * @param lastLogTerm the term of the last entry of the log, which is open by then
   */
  public GuardedMetaStorage(
      ReplicaFiles files, RebuildMark rebuilding, LongSupplier lastLogTerm, Refusals refusals) {
    this.files = files;
    this.rebuilding = rebuilding;
    this.lastLogTerm = lastLogTerm;
    this.refusals = refusals;
  }

  @Override
  public boolean init(RaftMetaStorageOptions options) {
    node = options.getNode();
    try {
      load(VoteFile.read(files.vote()));
      return true;
    } catch (DamageException e) {
      refusals.add(Refusal.damage(e));
    } catch (IOException e) {
      refusals.add(Refusal.disk(files.vote() + " cannot be read: " + e.getMessage()));
    }
    return false;
  }

  private void load(Vote vote) throws DamageException {
    PeerId peer = new PeerId();
    if (!vote.votedFor().isEmpty() && !peer.parse(vote.votedFor())) {
      throw new DamageException(files.vote() + " holds the vote for '" + vote.votedFor() + "'");
    }
    if (vote.term() < lastLogTerm.getAsLong()) {
      throw new DamageException(
          "the file "
              + files.vote()
              + " (term and vote) is an old copy: its term is "
              + vote.term()
              + ", the log's is "
              + lastLogTerm.getAsLong());
    }
    term = vote.term();
    votedFor = peer;
  }

  @Override
  public boolean setTerm(long newTerm) {
    return setTermAndVotedFor(newTerm, votedFor);
  }

  @Override
  public long getTerm() {
    return term;
  }

  @Override
  public boolean setVotedFor(PeerId peer) {
    return setTermAndVotedFor(term, peer);
  }

  @Override
  public PeerId getVotedFor() {
    return votedFor;
  }

  @Override
  public boolean setTermAndVotedFor(long newTerm, PeerId peer) {
    if (!peer.isEmpty() && rebuilding.isHere()) {
      // jraft gives no vote, to another or to itself, that was not written. This one could elect
      // a leader that lacks what this replica has acknowledged and forgotten.
      LOG.info("no vote in term {} for {}: it has not got back all that it had", newTerm, peer);
      return false;
    }
    term = newTerm;
    votedFor = peer.copy();
    try {
      // COMMIT POINT: the vote must not be sent before it is durable, nor changed afterwards.
      VoteFile.write(files.vote(), new Vote(newTerm, peer.isEmpty() ? "" : peer.toString()));
      return true;
    } catch (IOException e) {
      if (node != null) {
        node.onError(
            new RaftException(
                ErrorType.ERROR_TYPE_META,
                RaftError.EIO,
                "%s cannot be written: %s",
                files.vote(),
                e.getMessage()));
      }
      return false;
    }
  }

  @Override
  public void shutdown() {
    node = null;
  }
}
