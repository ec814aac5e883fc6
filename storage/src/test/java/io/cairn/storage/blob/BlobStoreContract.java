package io.cairn.storage.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.storage.Seeds;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every blob store promises. Each test uses a directory of its own. */
abstract class BlobStoreContract {

  private final String dir = "contract-" + UUID.randomUUID();

  /** The store under test, shared by the tests of a class. */
  abstract BlobStore store() throws IOException;

  @Test
  void whatWasWrittenIsReadAtAnyPosition() throws IOException {
    byte[] content = new byte[300_000];
    Seeds.newRandom().nextBytes(content);
    write("f", content);
    try (BlobInput in = store().open(dir + "/f")) {
      assertEquals(content.length, in.length());
      byte[] part = new byte[1000];
      in.readFully(123_456, part, 10, 900);
      for (int i = 0; i < 900; i++) {
        assertEquals(content[123_456 + i], part[10 + i]);
      }
      try (InputStream rest = in.stream(299_000)) {
        assertEquals(1000, rest.readAllBytes().length);
      }
      assertThrows(EOFException.class, () -> in.readFully(299_500, part, 0, 501));
    }
    assertArrayEquals(content, read("f"));
  }

  @Test
  void createNeverReplaces() throws IOException {
    write("f", "first".getBytes(UTF_8));
    assertThrows(FileAlreadyExistsException.class, () -> store().create(dir + "/f"));
    assertArrayEquals("first".getBytes(UTF_8), read("f"));
  }

  @Test
  void publishMovesTheFileAndMakesTheDirectories() throws IOException {
    write("pending", "x".getBytes(UTF_8));
    store().publish(dir + "/pending", dir + "/a/b/final");
    assertFalse(store().exists(dir + "/pending"));
    assertArrayEquals("x".getBytes(UTF_8), read("a/b/final"));
  }

  @Test
  void publishNeverReplaces() throws IOException {
    write("old", "old".getBytes(UTF_8));
    write("new", "new".getBytes(UTF_8));
    assertThrows(
        FileAlreadyExistsException.class, () -> store().publish(dir + "/new", dir + "/old"));
    assertArrayEquals("old".getBytes(UTF_8), read("old"));
    assertArrayEquals("new".getBytes(UTF_8), read("new"));
  }

  @Test
  void publishOfAMissingFileSaysSo() {
    assertThrows(
        NoSuchFileException.class, () -> store().publish(dir + "/missing", dir + "/other"));
  }

  @Test
  void onlyOneOfManyPublishersToTheSameNameWins() throws Exception {
    int publishers = 8;
    for (int i = 0; i < publishers; i++) {
      write("from-" + i, ("content " + i).getBytes(UTF_8));
    }
    ExecutorService threads = Executors.newFixedThreadPool(publishers);
    try {
      List<Future<Boolean>> results =
          IntStream.range(0, publishers)
              .mapToObj(i -> threads.submit(() -> tryPublish("from-" + i, "target")))
              .toList();
      int wins = 0;
      int winner = -1;
      for (int i = 0; i < publishers; i++) {
        if (results.get(i).get()) {
          wins++;
          winner = i;
        }
      }
      assertEquals(1, wins);
      assertArrayEquals(("content " + winner).getBytes(UTF_8), read("target"));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void openOfAMissingFileSaysSo() {
    assertThrows(NoSuchFileException.class, () -> store().open(dir + "/missing").close());
  }

  @Test
  void abortRemovesTheFile() throws IOException {
    BlobOutput out = store().create(dir + "/f");
    out.write(new byte[100_000]);
    out.abort();
    out.close();
    assertFalse(store().exists(dir + "/f"));
    write("f", new byte[] {1});
    assertArrayEquals(new byte[] {1}, read("f"));
  }

  @Test
  void abortAfterCloseLeavesTheFile() throws IOException {
    BlobOutput out = store().create(dir + "/f");
    out.write(7);
    out.close();
    out.abort();
    assertArrayEquals(new byte[] {7}, read("f"));
  }

  @Test
  void deleteSaysWhetherThereWasAFileAndSparesDirectories() throws IOException {
    write("d/f", new byte[1]);
    assertThrows(IOException.class, () -> store().delete(dir + "/d"));
    assertTrue(store().delete(dir + "/d/f"));
    assertFalse(store().delete(dir + "/d/f"));
  }

  @Test
  void deleteTreeRemovesEverythingBelowAndNothingElse() throws IOException {
    write("d/f", new byte[1]);
    write("d/e/g", new byte[1]);
    write("d2", new byte[1]);
    assertTrue(store().deleteTree(dir + "/d"));
    assertFalse(store().deleteTree(dir + "/d"));
    assertFalse(store().exists(dir + "/d/e/g"));
    assertTrue(store().exists(dir + "/d2"));
  }

  @Test
  void listShowsFilesAndDirectoriesOfOneLevelSorted() throws IOException {
    write("b", new byte[3]);
    write("a/x", new byte[1]);
    write("a/y", new byte[1]);
    assertEquals(
        List.of(new BlobInfo(dir + "/a", 0, true), new BlobInfo(dir + "/b", 3, false)),
        store().list(dir));
    assertEquals("x", store().list(dir + "/a").get(0).name());
    assertTrue(store().list("").contains(new BlobInfo(dir, 0, true)));
    assertEquals(List.of(), store().list(dir + "/missing"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "..",
        "../x",
        "a/../../x",
        "a/./b",
        "a//b",
        "a/",
        "a:b",
        "a*",
        "a\\b",
        "a\nb",
        "é"
      })
  void pathsThatCouldLeaveTheRootAreRefusedEverywhere(String path) {
    assertThrows(IllegalArgumentException.class, () -> store().create(path));
    assertThrows(IllegalArgumentException.class, () -> store().open(path));
    assertThrows(IllegalArgumentException.class, () -> store().exists(path));
    assertThrows(IllegalArgumentException.class, () -> store().delete(path));
    assertThrows(IllegalArgumentException.class, () -> store().deleteTree(path));
    assertThrows(IllegalArgumentException.class, () -> store().publish(path, "x"));
    assertThrows(IllegalArgumentException.class, () -> store().publish("x", path));
  }

  private boolean tryPublish(String from, String to) throws IOException {
    try {
      store().publish(dir + "/" + from, dir + "/" + to);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private void write(String name, byte[] content) throws IOException {
    try (BlobOutput out = store().create(dir + "/" + name)) {
      out.write(content);
    }
  }

  private byte[] read(String name) throws IOException {
    try (BlobInput in = store().open(dir + "/" + name);
        InputStream all = in.stream(0)) {
      return all.readAllBytes();
    }
  }
}
