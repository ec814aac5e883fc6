package io.cairn.simulation;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One replica of the simulated log: elections, replication, commitment by a majority, snapshots.
 * (D. Ongaro, J. Ousterhout, In Search of an Understandable Consensus Algorithm, 2014.) What is on
 * the {@link RaftDisk} outlives the process.
 */
final class RaftNode {
  private static final long TICK = 40 * World.MILLI;
  private static final long HEARTBEAT = 80 * World.MILLI;
  private static final int MAX_BATCH = 64;

  private enum Role {
    FOLLOWER,
    CANDIDATE,
    LEADER
  }

  final String id;
  final RaftDisk disk;
  final ReadRounds reads;
  private final World world;
  private final World.Life life;
  private final Network network;
  private final Up up;
  final Peers known = new Peers();
  private final Set<String> votes = new HashSet<>();
  private VoterChange change;
  private Role role = Role.FOLLOWER;
  private String leader = "";
  private long commit;
  private long deadline;
  private long lastBeat;
  private long lastTick;

  RaftNode(String id, RaftDisk disk, World world, World.Life life, Network network, Up up) {
    this.id = id;
    this.disk = disk;
    this.world = world;
    this.life = life;
    this.network = network;
    this.up = up;
    this.commit = disk.base;
    this.reads = new ReadRounds(this, world, life, network);
  }

  void start() {
    restartTimer();
    world.after(world.delay(0, TICK), life, this::tick);
  }

  boolean isLeader() {
    return role == Role.LEADER;
  }

  long term() {
    return disk.term;
  }

  private void restartTimer() {
    deadline = world.micros() + 300 * World.MILLI + world.delay(0, 150 * World.MILLI);
  }

  private void tick() {
    long now = world.micros();
    boolean stoodStill = now - lastTick > 5 * TICK;
    lastTick = now;
    if (stoodStill && world.chance(0.5)) {
      // Whether it sees first that nobody was heard, or goes on as before, is a race of threads.
      known.heardAll(now);
    }
    if (role == Role.LEADER) {
      if (change != null && change.isOver()) {
        endChange();
      }
      if (!disk.voters().isMajority(alive())) {
        world.count("fault: leader without a quorum");
        stepDown(disk.term);
      } else if (now - lastBeat >= HEARTBEAT) {
        replicate();
      }
    } else if (now >= deadline) {
      stand();
    }
    world.after(TICK, life, this::tick);
  }

  /** Itself, and those that it has heard of lately. */
  Set<String> alive() {
    return known.alive(id, world.micros());
  }

  /** Begins an election. */
  void stand() {
    if (role == Role.LEADER) {
      return;
    }
    if (!disk.voters().contains(id)) {
      restartTimer();
      return;
    }
    if (disk.isRebuilding()) {
      restartTimer();
      return;
    }
    world.count("raft: election");
    role = Role.CANDIDATE;
    disk.term++;
    disk.voted = id;
    votes.clear();
    votes.add(id);
    restartTimer();
    long term = disk.term;
    long last = disk.last();
    long lastTerm = disk.termAt(last);
    peers()
        .forEach(peer -> network.to(id, peer, node -> node.requestVote(term, id, last, lastTerm)));
    if (disk.voters().isMajority(votes)) {
      lead();
    }
  }

  private void requestVote(long term, String candidate, long last, long lastTerm) {
    if (!disk.voters().contains(candidate)) {
      world.count("raft: candidate is no member"); // as jraft ends it, before the vote
      return;
    }
    observe(term);
    long myLast = disk.last();
    long myLastTerm = disk.termAt(myLast);
    boolean fresh = lastTerm > myLastTerm || (lastTerm == myLastTerm && last >= myLast);
    boolean free = disk.voted.isEmpty() || disk.voted.equals(candidate);
    if (disk.isRebuilding()) {
      world.count("raft: vote refused without memory");
    } else if (term == disk.term && fresh && free && role == Role.FOLLOWER) {
      disk.voted = candidate;
      restartTimer();
      network.to(id, candidate, node -> node.voted(term, id));
    }
  }

  private void voted(long term, String voter) {
    if (role == Role.CANDIDATE && term == disk.term) {
      votes.add(voter);
      if (disk.voters().isMajority(votes)) {
        lead();
      }
    }
  }

  private void lead() {
    role = Role.LEADER;
    leader = id;
    known.reset(peers(), world.micros());
    world.trace(id, "leads in term %d, log ends at %d", disk.term, disk.last());
    up.leads(disk.term);
    // As jraft does: whoever has only the log knows from it who votes, and a change that lost its
    // leader halfway goes on.
    Voters voters = disk.voters();
    long index = appendVoters(voters);
    change = voters.isJoint() ? VoterChange.goingOn(this, world, index) : null;
    replicate();
  }

  private void observe(long term) {
    if (term > disk.term) {
      stepDown(term);
    }
  }

  private void stepDown(long term) {
    boolean led = role == Role.LEADER;
    if (term > disk.term) {
      disk.term = term;
      disk.voted = "";
    }
    role = Role.FOLLOWER;
    leader = "";
    restartTimer();
    if (led) {
      world.count("raft: leader stepped down");
      if (change != null) {
        VoterChange lost = change;
        change = null;
        lost.lost();
      }
      world.trace(id, "leads no more");
      up.leadsNoMore();
    }
  }

  /** Appends if it leads in the term. */
  long append(long term, byte[] data) {
    if (role != Role.LEADER || term != disk.term || life.isOver()) {
      return -1;
    }
    return append(new RaftDisk.Rec(term, data));
  }

  private long append(RaftDisk.Rec rec) {
    disk.add(rec);
    long index = disk.last();
    world.after(world.delay(50, 3 * World.MILLI), life, this::replicate);
    return index;
  }

  /** From here on they vote. */
  long appendVoters(Voters voters) {
    world.trace(id, "voters are now %s", voters);
    return append(new RaftDisk.Rec(disk.term, null, voters));
  }

  long commit() {
    return commit;
  }

  /** Changes who votes; see {@link VoterChange}. */
  void change(Optional<String> removing, Optional<String> adding, Consumer<String> then) {
    if (role != Role.LEADER) {
      then.accept("not the leader");
    } else if (change != null || disk.voters().isJoint() || disk.termAt(commit) != disk.term) {
      then.accept("busy");
    } else {
      change = new VoterChange(this, world, removing, adding, then);
      replicate();
    }
  }

  private void endChange() {
    change = null;
    if (!disk.voters().contains(id)) {
      stepDown(disk.term);
    }
  }

  /** Whom else the log goes to. */
  private Set<String> peers() {
    Set<String> peers = disk.voters().all();
    if (change != null) {
      peers.addAll(change.learners());
    }
    peers.remove(id);
    return peers;
  }

  private void replicate() {
    if (role != Role.LEADER) {
      return;
    }
    lastBeat = world.micros();
    peers().forEach(this::send);
    advance();
  }

  private void send(String peer) {
    long term = disk.term;
    long from = known.next(peer, disk.last());
    long upTo = commit;
    if (from <= disk.base) {
      RaftDisk.Base base = disk.base();
      world.count("raft: snapshot sent");
      network.to(id, peer, node -> node.snapshot(term, id, base));
      return;
    }
    int start = (int) (from - disk.base - 1);
    List<RaftDisk.Rec> records =
        List.copyOf(disk.log.subList(start, Math.min(disk.log.size(), start + MAX_BATCH)));
    long prevTerm = disk.termAt(from - 1);
    Entries entries = new Entries(term, id, from - 1, prevTerm, records, upTo);
    network.to(id, peer, node -> node.appendEntries(entries));
  }

  private boolean accepts(long term, String from) {
    observe(term);
    if (term < disk.term) {
      return false;
    }
    role = Role.FOLLOWER;
    restartTimer();
    if (!leader.equals(from)) {
      leader = from;
      up.follows(from, term);
    }
    return true;
  }

  private void appendEntries(Entries request) {
    if (!accepts(request.term(), request.leader())) {
      long mine = disk.term;
      network.to(id, request.leader(), node -> node.observe(mine));
      return;
    }
    long term = disk.term;
    if (request.prev() > disk.last()
        || (request.prev() >= disk.base && disk.termAt(request.prev()) != request.prevTerm())) {
      long hint = Math.min(disk.last(), request.prev() - 1);
      network.to(id, request.leader(), node -> node.answered(term, id, -1, hint));
      return;
    }
    long index = request.prev();
    for (RaftDisk.Rec rec : request.records()) {
      index++;
      store(index, rec);
    }
    long matched = index;
    if (Math.min(request.commit(), matched) > commit) {
      commit = Math.min(request.commit(), matched);
      up.committed(commit);
    }
    network.to(id, request.leader(), node -> node.answered(term, id, matched, 0));
  }

  private void store(long index, RaftDisk.Rec rec) {
    if (index <= disk.base) {
      return;
    }
    if (index <= disk.last()) {
      if (disk.termAt(index) == rec.term()) {
        return;
      }
      Violation.unless(index > commit, "%s would drop committed entry %d", id, index);
      world.count("raft: uncommitted suffix dropped");
      disk.dropFrom(index);
    }
    disk.add(rec);
  }

  private void snapshot(long term, String from, RaftDisk.Base base) {
    long index = base.index();
    if (!accepts(term, from) || index <= commit) {
      return;
    }
    world.count("raft: snapshot loaded from the leader");
    disk.replaceBy(base);
    commit = index;
    up.install(index, base.bytes());
    network.to(id, from, node -> node.answered(term, id, index, 0));
  }

  private void answered(long term, String peer, long matched, long hint) {
    observe(term);
    if (role != Role.LEADER || term != disk.term) {
      return;
    }
    known.heard(peer, world.micros());
    if (matched < 0) {
      known.refused(peer, hint);
      send(peer);
      return;
    }
    known.matched(peer, matched);
    advance();
    if (change != null && change.isOver()) {
      endChange();
    }
    if (role == Role.LEADER && known.next(peer, disk.last()) <= disk.last()) {
      send(peer);
    }
  }

  private void advance() {
    for (long index = disk.last(); index > commit && disk.termAt(index) == disk.term; index--) {
      if (disk.voters().isMajority(known.holders(id, index))) {
        commit = index;
        up.committed(commit);
        peers().forEach(this::send);
        return;
      }
    }
  }

  /** Whether it leads, and has heard of all the others but one lately. */
  boolean hearsAllBut(String lost) {
    Set<String> needed = disk.voters().all();
    needed.remove(lost);
    return role == Role.LEADER && alive().containsAll(needed);
  }

  /** The log up to which this leader may answer reads, once a majority confirms it; or -1. */
  long readable(long term) {
    boolean own = disk.termAt(commit) == disk.term;
    return role == Role.LEADER && term == disk.term && own ? commit : -1;
  }

  /** Whether that leader of that term is still followed here. */
  boolean confirms(long term) {
    observe(term);
    return term == disk.term;
  }

  String leader() {
    return leader;
  }
}
