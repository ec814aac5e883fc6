package io.cairn.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One replica of the simulated log: elections, replication, commitment by a majority, snapshots.
 * (D. Ongaro, J. Ousterhout, In Search of an Understandable Consensus Algorithm, 2014.) What is on
 * the {@link RaftDisk} outlives the process.
 */
final class RaftNode {
  private static final long TICK = 40 * World.MILLI;
  private static final long HEARTBEAT = 80 * World.MILLI;
  private static final int MAX_BATCH = 64;

  /** What the replica above is told. */
  interface Up {
    void leads(long term);

    void leadsNoMore();

    void follows(String leader, long term);

    void committed(long upTo);

    void install(long index, byte[] snapshot);
  }

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
  private final Map<String, Long> next = new HashMap<>();
  private final Map<String, Long> match = new HashMap<>();
  private final Map<String, Long> heardOf = new HashMap<>();
  private final Set<String> votes = new HashSet<>();
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
      heardOf.replaceAll((peer, at) -> now);
    }
    if (role == Role.LEADER) {
      long alive = 1 + heardOf.values().stream().filter(t -> now - t < 400 * World.MILLI).count();
      if (2 * alive <= network.size()) {
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

  /** Begins an election. */
  void stand() {
    if (role == Role.LEADER) {
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
    network.others(id, peer -> peer.requestVote(term, id, last, lastTerm));
  }

  private void requestVote(long term, String candidate, long last, long lastTerm) {
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
      if (2 * votes.size() > network.size()) {
        lead();
      }
    }
  }

  private void lead() {
    role = Role.LEADER;
    leader = id;
    network
        .ids()
        .forEach(
            peer -> {
              next.put(peer, disk.last() + 1);
              match.put(peer, 0L);
            });
    heardOf.clear();
    network.ids().stream().filter(p -> !p.equals(id)).forEach(p -> heardOf.put(p, world.micros()));
    world.trace(id, "leads in term %d, log ends at %d", disk.term, disk.last());
    up.leads(disk.term);
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
      world.trace(id, "leads no more");
      up.leadsNoMore();
    }
  }

  /** Appends if it leads in the term. */
  long append(long term, byte[] data) {
    if (role != Role.LEADER || term != disk.term || life.isOver()) {
      return -1;
    }
    disk.log.add(new RaftDisk.Rec(term, data));
    long index = disk.last();
    world.after(world.delay(50, 3 * World.MILLI), life, this::replicate);
    return index;
  }

  private void replicate() {
    if (role != Role.LEADER) {
      return;
    }
    lastBeat = world.micros();
    for (String peer : network.ids()) {
      if (!peer.equals(id)) {
        send(peer);
      }
    }
    advance();
  }

  private void send(String peer) {
    long term = disk.term;
    long from = next.get(peer);
    long upTo = commit;
    if (from <= disk.base) {
      long base = disk.base;
      long baseTerm = disk.baseTerm;
      byte[] snapshot = disk.snapshot;
      world.count("raft: snapshot sent");
      long last = disk.last();
      network.to(id, peer, node -> node.snapshot(term, id, last, base, baseTerm, snapshot));
      return;
    }
    int start = (int) (from - disk.base - 1);
    List<RaftDisk.Rec> records =
        List.copyOf(disk.log.subList(start, Math.min(disk.log.size(), start + MAX_BATCH)));
    long prevTerm = disk.termAt(from - 1);
    Entries entries = new Entries(term, id, disk.last(), from - 1, prevTerm, records, upTo);
    network.to(id, peer, node -> node.appendEntries(entries));
  }

  /** A request of the leader. */
  record Entries(
      long term,
      String leader,
      long last,
      long prev,
      long prevTerm,
      List<RaftDisk.Rec> records,
      long commit) {}

  private boolean accepts(long term, String from, long last) {
    observe(term);
    if (term < disk.term) {
      return false;
    }
    disk.heardOfEnd(last, from);
    role = Role.FOLLOWER;
    restartTimer();
    if (!leader.equals(from)) {
      leader = from;
      up.follows(from, term);
    }
    return true;
  }

  private void appendEntries(Entries request) {
    if (!accepts(request.term(), request.leader(), request.last())) {
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
    matched(matched);
    if (Math.min(request.commit(), matched) > commit) {
      commit = Math.min(request.commit(), matched);
      up.committed(commit);
    }
    network.to(id, request.leader(), node -> node.answered(term, id, matched, 0));
  }

  private void matched(long index) {
    if (disk.rebuiltUpTo(index)) {
      world.count("raft: replica rebuilt");
      world.trace(id, "has the log again up to %d", index);
    }
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
      disk.log.subList((int) (index - disk.base - 1), disk.log.size()).clear();
    }
    disk.log.add(rec);
  }

  private void snapshot(
      long term, String from, long last, long index, long indexTerm, byte[] bytes) {
    if (!accepts(term, from, last) || index <= commit) {
      return;
    }
    world.count("raft: snapshot loaded from the leader");
    disk.log.clear();
    disk.base = index;
    disk.baseTerm = indexTerm;
    disk.snapshot = bytes;
    commit = index;
    up.install(index, bytes);
    matched(index);
    network.to(id, from, node -> node.answered(term, id, index, 0));
  }

  private void answered(long term, String peer, long matched, long hint) {
    observe(term);
    if (role != Role.LEADER || term != disk.term) {
      return;
    }
    heardOf.put(peer, world.micros());
    if (matched < 0) {
      match.merge(peer, Math.max(0, hint), Math::min);
      next.put(peer, Math.max(1, Math.min(next.get(peer) - 1, hint + 1)));
      send(peer);
      return;
    }
    match.merge(peer, matched, Math::max);
    next.put(peer, Math.max(next.get(peer), matched + 1));
    advance();
    if (next.get(peer) <= disk.last()) {
      send(peer);
    }
  }

  private void advance() {
    for (long index = disk.last(); index > commit && disk.termAt(index) == disk.term; index--) {
      long at = index;
      long holders =
          1
              + match.entrySet().stream()
                  .filter(e -> !e.getKey().equals(id) && e.getValue() >= at)
                  .count();
      if (2 * holders > network.size()) {
        commit = index;
        up.committed(commit);
        network.ids().stream().filter(p -> !p.equals(id)).forEach(this::send);
        return;
      }
    }
  }

  /** Whether it leads, and has heard of all the others but one lately. */
  boolean hearsAllBut(String lost) {
    long now = world.micros();
    return role == Role.LEADER
        && network.ids().stream()
            .filter(peer -> !peer.equals(id) && !peer.equals(lost))
            .allMatch(peer -> now - heardOf.getOrDefault(peer, 0L) < 400 * World.MILLI);
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

  /** Keeps a snapshot of what is applied and forgets the log before it. */
  void compact(long index, byte[] snapshot) {
    if (index <= disk.base || index > commit) {
      return;
    }
    long term = disk.termAt(index);
    disk.log.subList(0, (int) (index - disk.base)).clear();
    disk.base = index;
    disk.baseTerm = term;
    disk.snapshot = snapshot;
    world.count("raft: log compacted");
  }
}
