package io.cairn.agent.runtime;

import io.cairn.api.Job;
import io.cairn.api.JobArguments;
import io.cairn.api.JobBuilder;
import io.cairn.api.KeyedContext;
import io.cairn.api.KeyedOperator;
import io.cairn.api.Keys;
import io.cairn.api.Operator;
import io.cairn.api.Output;
import io.cairn.api.Poll;
import io.cairn.api.Serializer;
import io.cairn.api.Serializers;
import io.cairn.api.Sink;
import io.cairn.api.SplitSource;
import io.cairn.api.Stream;
import io.cairn.api.TaskContext;
import io.cairn.api.ValueState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Sources number their records; a keyed operator checks that each key's numbers come without gap or
 * repetition and keeps the last one; a transactional sink reads two operators. Speeds are random.
 */
final class SequenceJob implements Job {
  /** Keys of each source: a record's key is its source and its number modulo this. */
  static final int SLOTS = 16;

  static final Serializer<Item> ITEM =
      Serializers.of(
          "item",
          (item, out) -> {
            out.writeUTF(item.path());
            out.writeInt(item.source());
            out.writeLong(item.number());
          },
          in -> new Item(in.readUTF(), in.readInt(), in.readLong()));

  /** One record. */
  record Item(String path, int source, long number) {
    String key() {
      return source + "/" + number % SLOTS;
    }
  }

  /** What the sink's transactions became; outlives attempts. */
  static final class Outside {
    /** The number of each source's last record: none while the test still wants more. */
    private volatile long last = Long.MAX_VALUE;

    private final Map<String, List<String>> prepared = new TreeMap<>();
    private final Map<String, List<String>> committed = new TreeMap<>();

    void endAt(long number) {
      last = number;
    }

    synchronized List<String> all() {
      List<String> all = new ArrayList<>();
      committed.values().forEach(all::addAll);
      return all;
    }
  }

  private final long seed;
  private final Outside outside;

  SequenceJob(long seed, Outside outside) {
    this.seed = seed;
    this.outside = outside;
  }

  @Override
  public void define(JobBuilder job, JobArguments arguments) {
    Stream<Item> a = job.source("a", 2, () -> new Numbers(0), ITEM);
    Stream<Item> b = job.source("b", 1, () -> new Numbers(2), ITEM);
    Stream<Item> checked =
        a.union(b).keyBy(Item::key, Serializers.string()).process("check", 3, Check::new, ITEM);
    Stream<Item> passed = checked.rebalance().process("pass", 2, Pass::new, ITEM);
    checked.union(passed).sink("out", 2, Transactions::new);
  }

  /** Stops the thread for a moment, now and then. */
  private final class Speed {
    private final Random random;

    Speed(TaskContext context) {
      random = new Random(seed * 31 + context.operatorId().hashCode() * 7L + context.instance());
    }

    void vary() {
      if (random.nextInt(400) == 0) {
        LockSupport.parkNanos(random.nextInt(300_000));
      }
    }

    int upTo(int bound) {
      return 1 + random.nextInt(bound);
    }
  }

  private final class Numbers implements SplitSource<Item> {
    private final int firstSource;
    private int source;
    private long next = 1;
    private Speed speed;

    Numbers(int firstSource) {
      this.firstSource = firstSource;
    }

    @Override
    public void open(TaskContext context) {
      speed = new Speed(context);
      source = firstSource + context.instance();
      context.restoredSplits().ifPresent(splits -> next = ByteBuffer.wrap(splits.get(0)).getLong());
    }

    @Override
    public Poll poll(Output<Item> out) throws Exception {
      long last = outside.last;
      for (int i = speed.upTo(20); i > 0 && next <= last; i--) {
        out.emit(new Item("direct", source, next++));
      }
      return next > last ? Poll.end() : Poll.idleNanos(1_000L * speed.upTo(2_000));
    }

    @Override
    public List<byte[]> splits() {
      return List.of(ByteBuffer.allocate(Long.BYTES).putLong(next).array());
    }
  }

  private final class Check implements KeyedOperator<String, Item, Item> {
    private ValueState<Long> last;
    private Speed speed;

    @Override
    public void open(KeyedContext context) {
      last = context.value("last", Serializers.longs());
      speed = new Speed(context);
    }

    @Override
    public void process(String key, Item item, Output<Item> out) throws Exception {
      long before = last.getOr(item.number() % SLOTS - SLOTS);
      if (item.number() != before + SLOTS && !(before <= 0 && item.number() <= SLOTS)) {
        throw new IllegalStateException(key + ": " + item.number() + " after " + before);
      }
      last.put(item.number());
      out.emit(item);
      speed.vary();
    }

    @Override
    public void endOfInput(Keys<String> keys, Output<Item> out) throws Exception {
      keys.forEach("last", key -> out.emit(new Item("end-" + key, 0, last.getOr(0L))));
    }
  }

  private final class Pass implements Operator<Item, Item> {
    private long count;
    private Speed speed;

    @Override
    public void open(TaskContext context) {
      speed = new Speed(context);
      context.restored().ifPresent(octets -> count = ByteBuffer.wrap(octets).getLong());
    }

    @Override
    public void process(Item item, Output<Item> out) throws Exception {
      count++;
      out.emit(new Item("passed", item.source(), item.number()));
      speed.vary();
    }

    @Override
    public void endOfInput(Output<Item> out) throws Exception {
      out.emit(new Item("pass-count", 0, count));
    }

    @Override
    public byte[] snapshot() {
      return ByteBuffer.allocate(Long.BYTES).putLong(count).array();
    }
  }

  private final class Transactions implements Sink<Item> {
    private final List<String> current = new ArrayList<>();
    private String prefix = "";
    private String own = "";
    private Speed speed;

    @Override
    public void open(TaskContext context) {
      own = context.instance() + ":";
      prefix = own + context.attempt() + ":";
      speed = new Speed(context);
    }

    @Override
    public void restore(List<byte[]> prepared) {
      prepared.forEach(this::commit);
      synchronized (outside) {
        outside.prepared.keySet().removeIf(name -> name.startsWith(own));
      }
    }

    @Override
    public void write(Item item) {
      current.add(item.path() + " " + item.source() + " " + item.number());
      speed.vary();
    }

    @Override
    public Optional<byte[]> prepare(long checkpointId) {
      if (current.isEmpty()) {
        return Optional.empty();
      }
      String name = prefix + checkpointId;
      synchronized (outside) {
        outside.prepared.put(name, List.copyOf(current));
      }
      current.clear();
      return Optional.of(name.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void commit(byte[] transaction) {
      String name = new String(transaction, StandardCharsets.UTF_8);
      synchronized (outside) {
        List<String> records = outside.prepared.remove(name);
        if (records != null) {
          outside.committed.put(name, records);
        } else if (!outside.committed.containsKey(name)) {
          throw new IllegalStateException("transaction " + name + " was never prepared");
        }
      }
    }
  }
}
