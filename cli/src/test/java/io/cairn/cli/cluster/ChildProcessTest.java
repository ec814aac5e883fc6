package io.cairn.cli.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.process.ParentWatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChildProcessTest {
  private static final Duration BOUND = Duration.ofSeconds(30);

  @TempDir Path dir;

  /** Serves until it is killed. */
  static final class Server {
    public static void main(String[] args) throws InterruptedException {
      ParentWatch.startIfEnabled();
      System.out.println("ready " + args[0]);
      new CountDownLatch(1).await();
    }
  }

  /** Has a child with a scratch directory of its own, says both, and waits to be killed. */
  static final class Parent {
    public static void main(String[] args) throws Exception {
      ScratchDirectory scratch = ScratchDirectory.create("cairn-test-", false);
      ChildProcess child = start(Path.of(args[0]), Server.class, "child");
      child.awaitReady(BOUND);
      System.out.println("ready " + child.pid() + " " + scratch.path());
      new CountDownLatch(1).await();
    }
  }

  /** Ends before it is ready. */
  static final class Failing {
    public static void main(String[] args) {
      System.err.println("the disk is full");
      System.exit(3);
    }
  }

  private static ChildProcess start(Path dir, Class<?> main, String arg) throws IOException {
    List<String> command = ChildJvm.command(32, dir, main.getName(), List.of(arg));
    return ChildProcess.start(main.getSimpleName(), command, dir.resolve(main.getSimpleName()));
  }

  @Test
  void isReadyWhenItSaysSoAndGoneWhenKilled() throws Exception {
    try (ChildProcess child = start(dir, Server.class, "127.0.0.1:1")) {
      assertEquals("ready 127.0.0.1:1", child.awaitReady(BOUND));
      assertTrue(child.ready());
      child.kill();
      assertFalse(child.alive());
      assertFalse(child.ready());
    }
  }

  @Test
  void aChildThatEndsTooEarlyIsReportedWithItsLastWords() throws Exception {
    try (ChildProcess child = start(dir, Failing.class, "")) {
      ChildFailedException e =
          assertThrows(ChildFailedException.class, () -> child.awaitReady(BOUND));
      String want = "Failing ended with code 3 before it was ready; its last words:";
      assertTrue(e.getMessage().startsWith(want), e.getMessage());
      assertTrue(e.getMessage().contains("the disk is full"), e.getMessage());
    }
  }

  @Test
  void whenTheParentIsKilledItsChildrenEndAndItsDirectoryGoes() throws Exception {
    List<String> command =
        ChildJvm.command(32, dir, Parent.class.getName(), List.of(dir.toString()));
    Process parent = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      String[] words = out.readLine().split(" ", -1);
      ProcessHandle child = ProcessHandle.of(Long.parseLong(words[1])).orElseThrow();
      Path scratch = Path.of(words[2]);
      assertTrue(child.isAlive() && Files.isDirectory(scratch));

      parent.destroyForcibly().waitFor();

      child.onExit().get(BOUND.toSeconds(), TimeUnit.SECONDS);
      long deadline = System.nanoTime() + BOUND.toNanos();
      while (Files.exists(scratch) && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertFalse(Files.exists(scratch));
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void aKeptDirectoryStaysAndAnotherGoes() throws Exception {
    ScratchDirectory kept = ScratchDirectory.create("cairn-test-", true);
    ScratchDirectory gone = ScratchDirectory.create("cairn-test-", false);
    Files.writeString(gone.path().resolve("file"), "x");
    kept.close();
    gone.close();
    assertTrue(Files.isDirectory(kept.path()));
    assertFalse(Files.exists(gone.path()));
    ScratchDirectory.delete(kept.path());
  }

  @Test
  void portsAreFreeAndDifferent() throws Exception {
    List<Integer> ports = FreePorts.find(12);
    assertEquals(12, ports.stream().distinct().count());
  }
}
