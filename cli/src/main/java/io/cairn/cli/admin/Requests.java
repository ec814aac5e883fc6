package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/** Bodies of commands. Each is new, so that the cluster does it once. */
public final class Requests {
  private Requests() {}

  /** With a request id. */
  public static ObjectNode plain() {
    return JsonNodeFactory.instance.objectNode().put("requestId", UUID.randomUUID().toString());
  }

  /** Besides, with who gives it: the user of this process, which nobody checks. */
  public static ObjectNode byPerson() {
    return plain().put("who", System.getProperty("user.name", "unknown"));
  }
}
