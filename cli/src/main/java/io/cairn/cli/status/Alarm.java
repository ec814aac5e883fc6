package io.cairn.cli.status;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Something that needs a person's attention.
 *
 * @param bad whether something is lost, or does not work now; else it may become so
 * @param subject the coordinator, agent, job or checkpoint
 * @param what is wrong
 * @param where agent, task or address; empty when it is nowhere in particular
 * @param since milliseconds since 1970; 0: the cluster does not know
 */
record Alarm(boolean bad, String subject, String what, String where, long since) {
  static Alarm bad(String subject, String what, String where, long since) {
    return new Alarm(true, subject, what, where, since);
  }

  static Alarm warning(String subject, String what, String where, long since) {
    return new Alarm(false, subject, what, where, since);
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("severity", bad ? "bad" : "warning");
    json.put("subject", subject);
    json.put("what", what);
    json.put("where", where);
    if (since > 0) {
      json.put("since", since);
    } else {
      json.putNull("since");
    }
    return json;
  }
}
