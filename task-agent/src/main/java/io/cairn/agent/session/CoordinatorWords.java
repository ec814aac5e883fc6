package io.cairn.agent.session;

import io.cairn.protocol.v1.CoordinatorMessage;
import io.cairn.protocol.v1.Member;
import io.cairn.protocol.v1.Refused;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** What a coordinator's messages say. Pure. */
final class CoordinatorWords {
  private CoordinatorWords() {}

  /** The term that a message carries; 0 for one that carries none. */
  static long termOf(CoordinatorMessage message) {
    return switch (message.getMessageCase()) {
      case DEPLOY -> message.getDeploy().getTerm();
      case VIEW -> message.getView().getTerm();
      case CONFIRMED -> message.getConfirmed().getTerm();
      case HEARTBEAT_REPLY -> message.getHeartbeatReply().getTerm();
      default -> 0;
    };
  }

  /** Why this agent will never be taken, for people. */
  static String describe(Refused refused) {
    return switch (refused.getCode()) {
      case CODE_FENCED -> "a newer process runs under its id (fenced). ";
      case CODE_OTHER_CLUSTER -> "it belongs to another cluster. ";
      default -> "its protocol version is not spoken there. ";
    };
  }

  /** Where the members take sessions. */
  static List<String> sessionAddresses(List<Member> members) {
    return members.stream().map(Member::getSessionAddress).filter(a -> !a.isEmpty()).toList();
  }

  /** Where to connect for {@code host:port}; empty if it is no such thing. */
  static Optional<InetSocketAddress> target(String address) {
    int colon = address.lastIndexOf(':');
    try {
      int port = Integer.parseInt(address.substring(colon + 1));
      return Optional.of(InetSocketAddress.createUnresolved(address.substring(0, colon), port));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** Why an agent that belongs to a cluster cannot join this one. */
  static String otherCluster(String address, String theirs, String ours) {
    return address
        + " leads the cluster "
        + theirs
        + ", this agent belongs to "
        + ours
        + "; give it another data directory, or the right coordinators";
  }
}
