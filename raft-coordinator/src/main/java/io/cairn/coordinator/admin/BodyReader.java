package io.cairn.coordinator.admin;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;

/** Collects a small body without blocking a thread; bounded whatever its headers say. */
final class BodyReader implements Runnable {
  private final Content.Source source;
  private final int maxBytes;
  private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
  private final CompletableFuture<String> whole = new CompletableFuture<>();

  private BodyReader(Content.Source source, int maxBytes) {
    this.source = source;
    this.maxBytes = maxBytes;
  }

  static CompletableFuture<String> read(Content.Source source, int maxBytes) {
    BodyReader reader = new BodyReader(source, maxBytes);
    reader.run();
    return reader.whole;
  }

  /** Takes what is there; Jetty calls it again when more is. */
  @Override
  public void run() {
    while (true) {
      Content.Chunk chunk = source.read();
      if (chunk == null) {
        source.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        whole.completeExceptionally(
            ProblemException.of(400, "malformed", "the body ended early: " + chunk.getFailure()));
        return;
      }
      boolean fits = take(chunk.getByteBuffer());
      boolean last = chunk.isLast();
      chunk.release();
      if (!fits) {
        whole.completeExceptionally(
            ProblemException.of(413, "too-large", "a body has at most " + maxBytes + " bytes"));
        return;
      }
      if (last) {
        complete();
        return;
      }
    }
  }

  private void complete() {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(collected.toByteArray());
      whole.complete(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      whole.completeExceptionally(
          ProblemException.of(400, "malformed", "the body is not UTF-8 text"));
    }
  }

  private boolean take(ByteBuffer buffer) {
    if (collected.size() + buffer.remaining() > maxBytes) {
      return false;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    collected.writeBytes(bytes);
    return true;
  }
}
