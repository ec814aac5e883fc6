package io.cairn.coordinator.replication;

import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.MemberDirectory;
import io.cairn.coordinator.checkpoint.MemberState;
import io.cairn.process.HostPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The coordinators as this replica knows them now: those of the configuration, until the log
 * describes them; from then on the log alone. Safe for use by any thread; does not block.
 */
public final class CurrentMembership {
  private final Membership configured;
  private final Supplier<ClusterState> state;
  private volatile Known known;

  /** What a directory says; kept, as it seldom changes. */
  private record Known(MemberDirectory directory, List<ClusterMember> members) {}

  /** Of a replica with that configuration and that state. */
  public CurrentMembership(Membership configured, Supplier<ClusterState> state) {
    this.configured = configured;
    this.state = state;
    this.known = new Known(MemberDirectory.EMPTY, configured.members());
  }

  /** The configured id of this process. */
  public String selfId() {
    return configured.selfId();
  }

  /** This process, as configured: it may have been removed. */
  public ClusterMember self() {
    return configured.self();
  }

  /** Everyone; the same list while nothing changes. */
  public List<ClusterMember> members() {
    MemberDirectory directory = state.get().members();
    Known current = known;
    if (!current.directory().equals(directory)) {
      current = new Known(directory, membersOf(directory));
      known = current;
    }
    return current.members();
  }

  /** The member of that id. */
  public Optional<ClusterMember> member(String id) {
    return members().stream().filter(member -> member.id().equals(id)).findFirst();
  }

  /** The member of that Raft address. */
  public Optional<ClusterMember> at(HostPort raft) {
    return members().stream().filter(member -> member.raft().equals(raft)).findFirst();
  }

  private List<ClusterMember> membersOf(MemberDirectory directory) {
    if (directory.present().size() == 0) {
      return configured.members();
    }
    List<ClusterMember> members = new ArrayList<>();
    for (MemberState member : directory.present().values()) {
      parse(member).ifPresent(members::add);
    }
    return List.copyOf(members);
  }

  /** What is no address was checked by nobody, and cannot be reached; nothing may stop here. */
  private static Optional<ClusterMember> parse(MemberState member) {
    try {
      return Optional.of(
          new ClusterMember(
              member.id(),
              HostPort.parse(member.raft()),
              HostPort.parse(member.session()),
              HostPort.parse(member.admin())));
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }
}
