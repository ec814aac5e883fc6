package io.cairn.api.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.api.Poll;
import io.cairn.api.TaskContext;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GeneratorSourceTest {

  @Test
  void theInstancesEmitEachNumberOnceWhereverTheyAreRestored() throws Exception {
    List<Long> all = new ArrayList<>();
    for (int instance = 0; instance < 3; instance++) {
      Optional<List<byte[]>> position = Optional.empty();
      Poll.State state = Poll.State.MORE;
      List<Long> own = new ArrayList<>();
      while (state != Poll.State.END) {
        GeneratorSource<Long> source = new GeneratorSource<>(n -> n, 5_000, 0);
        source.open(context(instance, 3, position));
        state = source.poll(own::add).state();
        position = Optional.of(source.splits());
      }
      assertEquals(own.stream().sorted().toList(), own, "in order");
      all.addAll(own);
    }
    assertEquals(LongStream.range(0, 5_000).boxed().toList(), all.stream().sorted().toList());
  }

  @Test
  void atAnotherParallelismEachNumberIsStillEmittedOnce() throws Exception {
    List<Long> all = new ArrayList<>();
    Optional<List<byte[]>> position = Optional.empty();
    boolean ended = false;
    for (int round = 0; !ended; round++) {
      int parallelism = new int[] {2, 4, 1, 3}[round % 4];
      List<byte[]> left = new ArrayList<>();
      ended = true;
      for (int instance = 0; instance < parallelism; instance++) {
        GeneratorSource<Long> source = new GeneratorSource<>(n -> n, 9_000, 0);
        List<byte[]> mine = new ArrayList<>();
        List<byte[]> dealt = position.orElse(List.of());
        for (int i = instance; i < dealt.size(); i += parallelism) {
          mine.add(dealt.get(i));
        }
        source.open(context(instance, parallelism, position.map(any -> mine)));
        ended &= source.poll(all::add).state() == Poll.State.END;
        left.addAll(source.splits());
      }
      position = Optional.of(left);
    }
    assertEquals(LongStream.range(0, 9_000).boxed().toList(), all.stream().sorted().toList());
  }

  @Test
  void aRateIsKeptAndAPauseIsMadeUpForInPart() {
    Rate rate = new Rate(10_000);
    long emitted = 0;
    for (long now = 7; now <= 1_000_000_007; now += 500_000) {
      emitted += rate.due(now, 256);
    }
    assertTrue(Math.abs(emitted - 10_000) <= 5, emitted + " in a second");
    assertEquals(0, rate.due(1_000_000_007, 256));
    assertTrue(rate.waitNanos(1_000_000_007) > 0);
    long after = 0;
    long late = 60_000_000_000L;
    for (int due = rate.due(late, 256); due > 0; due = rate.due(late, 256)) {
      after += due;
    }
    assertTrue(Math.abs(after - 1_000) <= 2, after + ": a tenth of a second of it");
  }

  @Test
  void aSlowRateIsKeptToo() {
    Rate rate = new Rate(0.5);
    assertEquals(1, rate.due(0, 256));
    assertEquals(0, rate.due(1_900_000_000L, 256));
    assertEquals(1, rate.due(2_000_000_000L, 256));
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new GeneratorSource<>(n -> n, -1, 0).splits());
    assertThrows(
        IllegalArgumentException.class,
        () -> new GeneratorSource<>(n -> n, 0, Double.NaN).splits());
  }

  private static TaskContext context(
      int instance, int parallelism, Optional<List<byte[]>> restored) {
    return (TaskContext)
        Proxy.newProxyInstance(
            GeneratorSourceTest.class.getClassLoader(),
            new Class<?>[] {TaskContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "instance" -> instance;
                  case "parallelism" -> parallelism;
                  case "restored" -> Optional.empty();
                  case "restoredSplits" -> restored;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
