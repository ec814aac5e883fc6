package io.cairn.agent.session;

import io.cairn.protocol.v1.CoordinatorMessage;
import io.cairn.protocol.v1.Member;
import io.cairn.protocol.v1.Refused;
import java.util.List;

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
}
