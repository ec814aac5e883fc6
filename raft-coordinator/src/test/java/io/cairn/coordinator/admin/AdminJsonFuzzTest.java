package io.cairn.coordinator.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cairn.coordinator.checkpoint.JobSpec;
import io.cairn.coordinator.codec.SpecCodec;
import java.nio.charset.StandardCharsets;

/** Whatever the body of a request holds, it is read, or it is a 400 that says what is wrong. */
final class AdminJsonFuzzTest {

  @FuzzTest(maxDuration = "2m")
  void aBodyIsAJobOrAProblem(byte[] body) {
    try {
      JsonFields fields = JsonFields.parse(new String(body, StandardCharsets.UTF_8));
      JobSpec spec = SpecReader.read(fields);
      fields.end();
      assertEquals(spec, SpecCodec.decode(SpecCodec.encode(spec)));
    } catch (ProblemException problem) {
      Reply reply = Reply.of(problem.problem());
      assertEquals(400, reply.status());
      JsonFields.parse(reply.body());
      assertTrue(reply.body().length() < 4 * body.length + 4096, "a short answer");
    }
  }
}
