package io.cairn.benchmarks.coordinator;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.RaftGroupService;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import io.cairn.process.ParentWatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * One replica of stock jraft with fsync. Whichever leads appends entries of 8 KiB, each standing
 * for 128 items, 32 in flight, and writes what it measured to a file.
 */
public final class RawRaftMain {
  private static final int ENTRY_BYTES = 8 << 10;
  private static final int ITEMS = 128;
  private static final int IN_FLIGHT = 32;

  private RawRaftMain() {}

  /** Index, peers, directory, warmup and measurement in milliseconds, file of the result. */
  public static void main(String[] args) throws Exception {
    ParentWatch.startIfEnabled();
    Path directory = Files.createDirectories(Path.of(args[2]));
    Configuration peers = new Configuration();
    peers.parse(args[1]);
    PeerId self = peers.getPeers().get(Integer.parseInt(args[0]));
    NodeOptions options = new NodeOptions();
    options.setFsm(new Counting());
    options.setInitialConf(peers);
    options.setLogUri(directory.resolve("log").toString());
    options.setRaftMetaUri(directory.resolve("meta").toString());
    options.setElectionTimeoutMs(300);
    RaftOptions raft = new RaftOptions();
    raft.setSync(true);
    raft.setSyncMeta(true);
    options.setRaftOptions(raft);
    Node node = new RaftGroupService("raw", self, options).start();
    System.out.println("ready");
    long warmup = Long.parseLong(args[3]);
    long measure = Long.parseLong(args[4]);
    while (!node.isLeader(false)) {
      Thread.sleep(20);
    }
    load(node, warmup, measure, Path.of(args[5]));
    Thread.currentThread().join();
  }

  /** Written when the measurement begins. */
  static Path begun(Path result) {
    return result.resolveSibling(result.getFileName() + ".begun");
  }

  private static void load(Node node, long warmupMillis, long measureMillis, Path result)
      throws IOException, InterruptedException {
    Semaphore free = new Semaphore(IN_FLIGHT);
    List<Double> millis = Collections.synchronizedList(new ArrayList<>());
    long begin = System.nanoTime() + warmupMillis * 1_000_000;
    long end = begin + measureMillis * 1_000_000;
    byte[] entry = new byte[ENTRY_BYTES];
    boolean announced = false;
    for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
      if (!announced && now >= begin) {
        Files.createFile(begun(result));
        announced = true;
      }
      free.acquire();
      long sent = System.nanoTime();
      Closure done =
          status -> {
            free.release();
            long applied = System.nanoTime();
            if (status.isOk() && applied >= begin && applied < end) {
              millis.add((applied - sent) / 1e6);
            }
          };
      node.apply(new Task(ByteBuffer.wrap(entry), done));
    }
    free.acquire(IN_FLIGHT);
    double perSecond = (double) millis.size() * ITEMS * 1e3 / measureMillis;
    Path partial = result.resolveSibling("partial");
    Files.writeString(partial, perSecond + " " + new Numbers(millis).percentile(50) + "\n");
    Files.move(partial, result, StandardCopyOption.ATOMIC_MOVE);
  }

  private static final class Counting extends StateMachineAdapter {
    @Override
    public void onApply(Iterator entries) {
      while (entries.hasNext()) {
        if (entries.done() != null) {
          entries.done().run(Status.OK());
        }
        entries.next();
      }
    }
  }
}
