package io.cairn.coordinator.checkpoint;

import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * The last {@link #MAX_REQUESTS} requests of people with their outcomes: a repeated one gets the
 * same answer.
 *
 * @param next number of the next request
 * @param answers by kind and request id
 * @param order the keys by number, oldest first; derived from the answers
 */
public record RequestLog(
    long next, HashedMap<String, Answer> answers, TreePMap<Long, String> order) {
  /** How many are remembered: minutes of retries of a busy script. */
  public static final int MAX_REQUESTS = 1_000;

  /** None. */
  public static final RequestLog EMPTY = new RequestLog(1, HashedMap.empty(), TreePMap.empty());

  /**
   * An answered request.
   *
   * @param number grows
   * @param key kind and request id
   * @param outcome what was answered
   */
  public record Answer(long number, String key, Outcome outcome) implements Hashed {
    @Override
    public long stateHash() {
      Hash64 hash = Hash64.of("request").add(number).add(key);
      return outcome
          .match(
              new Outcome.Cases<Hash64>() {
                @Override
                public Hash64 accepted(Outcome.Accepted accepted) {
                  return hash.add(1).add(accepted.id());
                }

                @Override
                public Hash64 ignored(Outcome.Ignored ignored) {
                  return hash.add(2).add(ignored.reason());
                }

                @Override
                public Hash64 rejected(Outcome.Rejected rejected) {
                  return hash.add(3).add(rejected.code().code()).add(rejected.reason());
                }
              })
          .end();
    }
  }

  /** What the request was answered, or null when it is not remembered. */
  public @Nullable Outcome answerOf(String key) {
    Answer answer = answers.get(key);
    return answer == null ? null : answer.outcome();
  }

  RequestLog plus(String key, Outcome outcome) {
    RequestLog grown = plus(new Answer(next, key, outcome));
    if (grown.answers.size() <= MAX_REQUESTS) {
      return grown;
    }
    Long oldest = grown.order.firstKey();
    String oldestKey = grown.order.get(oldest);
    return oldestKey == null
        ? grown
        : new RequestLog(grown.next, grown.answers.minus(oldestKey), grown.order.minus(oldest));
  }

  /** With an answer as it was, when a snapshot is read. */
  public RequestLog plus(Answer answer) {
    return new RequestLog(
        Math.max(next, answer.number() + 1),
        answers.plus(answer.key(), answer),
        order.plus(answer.number(), answer.key()));
  }

  long sum() {
    return answers.sum() + next;
  }
}
