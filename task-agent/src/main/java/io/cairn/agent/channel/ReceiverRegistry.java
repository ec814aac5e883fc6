package io.cairn.agent.channel;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The receiving ends on this agent, by name, and which attempt of each job is the newest that was
 * deployed here. Any thread.
 */
public final class ReceiverRegistry {
  /** Jobs whose newest attempt is remembered after they are gone; 4,096 x about 100 octets. */
  private static final int REMEMBERED_JOBS = 4_096;

  private final Map<ChannelKey, InputChannel> receivers = new HashMap<>();
  private final Map<Long, Long> newestAttempt =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > REMEMBERED_JOBS;
        }
      };

  /** What is known of a channel that a sender asks for. */
  enum Standing {
    /** It can be opened. */
    HERE,
    /** Not deployed here yet, as far as this agent knows. */
    NOT_YET,
    /** The attempt is over here, or a newer one has come. */
    FENCED
  }

  record Found(Standing standing, @Nullable InputChannel receiver) {}

  /** An attempt is deployed here. Older attempts of the job are fenced from now on. */
  public synchronized void register(
      long jobId, long attempt, Collection<InputChannel> channelsOfTheAttempt) {
    newestAttempt.merge(jobId, attempt, Math::max);
    for (InputChannel channel : channelsOfTheAttempt) {
      receivers.put(channel.key(), channel);
    }
  }

  /** The attempt is over here. */
  public synchronized void unregister(Collection<InputChannel> channelsOfTheAttempt) {
    for (InputChannel channel : channelsOfTheAttempt) {
      receivers.remove(channel.key(), channel);
    }
  }

  synchronized Found find(ChannelKey key) {
    InputChannel receiver = receivers.get(key);
    long newest = newestAttempt.getOrDefault(key.jobId(), 0L);
    if (key.attempt() > newest) {
      return new Found(Standing.NOT_YET, null);
    }
    if (receiver == null || key.attempt() < newest) {
      return new Found(Standing.FENCED, null);
    }
    return new Found(Standing.HERE, receiver);
  }
}
