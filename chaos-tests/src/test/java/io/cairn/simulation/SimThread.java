package io.cairn.simulation;

import io.cairn.coordinator.leader.LeaderDesk;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** An executor in virtual time: one thread, first in first out; or a pool, in any order. */
final class SimThread extends AbstractExecutorService implements ScheduledExecutorService {
  private final World world;
  private final World.Life life;
  private final LongSupplier delays;
  private final boolean inOrder;
  private long busyUntil;

  private SimThread(World world, World.Life life, LongSupplier delays, boolean inOrder) {
    this.world = world;
    this.life = life;
    this.delays = delays;
    this.inOrder = inOrder;
  }

  static SimThread one(World world, World.Life life) {
    return new SimThread(world, life, () -> world.delay(1, 300), true);
  }

  static SimThread pool(World world, World.Life life, LongSupplier delays) {
    return new SimThread(world, life, delays, false);
  }

  @Override
  public void execute(Runnable task) {
    long delay = delays.getAsLong();
    if (inOrder) {
      busyUntil = Math.max(busyUntil, world.micros()) + delay;
      delay = busyUntil - world.micros();
    }
    world.after(delay, life, task);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long first, long then, TimeUnit unit) {
    Later later = new Later(task);
    repeat(later, unit.toMicros(first), unit.toMicros(then));
    return later;
  }

  private void repeat(Later later, long delayMicros, long thenMicros) {
    world.after(
        delayMicros,
        life,
        () -> {
          if (!later.isCancelled()) {
            later.task.run();
            repeat(later, thenMicros, thenMicros);
          }
        });
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("not needed yet");
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("not needed yet");
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long first, long period, TimeUnit unit) {
    throw new UnsupportedOperationException("not needed yet");
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return life.isOver();
  }

  @Override
  public boolean isTerminated() {
    return life.isOver();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }

  private static final class Later extends FutureTask<Void> implements ScheduledFuture<Void> {
    private final Runnable task;

    Later(Runnable task) {
      super(task, null);
      this.task = task;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return 0;
    }

    @Override
    public int compareTo(Delayed other) {
      return 0;
    }
  }

  /** A turn that waits for nothing, of the thread that leads. */
  static long turnOf(LeaderDesk desk) {
    try {
      return desk.turn(0);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
