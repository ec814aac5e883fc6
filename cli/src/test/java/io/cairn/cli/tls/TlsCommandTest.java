package io.cairn.cli.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.cli.CairnMain;
import io.cairn.process.ExitCode;
import io.cairn.process.config.ConfigFile;
import io.cairn.process.tls.PeerName;
import io.cairn.process.tls.TlsSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class TlsCommandTest {
  @TempDir Path directory;
  private final StringWriter told = new StringWriter();

  private int run(String... words) {
    CommandLine line = CairnMain.commandLine();
    line.setOut(new PrintWriter(told));
    line.setErr(new PrintWriter(told));
    return line.execute(words);
  }

  @Test
  void whatIsIssuedIsWhatAProcessTakes() throws Exception {
    String ca = directory.resolve("ca").toString();
    assertEquals(ExitCode.OK, run("tls", "init", ca), told::toString);
    assertEquals(
        ExitCode.OK, run("tls", "issue", ca, "coordinator", "c1", "10.0.0.1", "c1.example"));
    Path key = directory.resolve("ca/c1.key");
    String section =
        "tls:\n  certificate: %s/c1.pem\n  key: %s\n  authorities: %s/authorities.pem\n"
            .formatted(ca, key, ca);
    assertTrue(
        TlsSettings.read(
                ConfigFile.parse("c1.yaml", section),
                new PeerName(PeerName.COORDINATOR, "c1"),
                List.of("10.0.0.1", "c1.example"))
            .isPresent());
    for (Path secret : List.of(key, directory.resolve("ca/authority.key"))) {
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)));
    }
  }

  @Test
  void anotherCertificateOfTheSameNameReplacesTheFirst() throws Exception {
    String ca = directory.resolve("ca").toString();
    Path out = directory.resolve("out");
    run("tls", "init", ca);
    assertEquals(ExitCode.OK, run("tls", "issue", ca, "person", "ada", "--out", out.toString()));
    String first = Files.readString(out.resolve("ada.pem"));
    assertEquals(ExitCode.OK, run("tls", "issue", ca, "person", "ada", "--out", out.toString()));
    assertFalse(first.equals(Files.readString(out.resolve("ada.pem"))));
  }

  @Test
  void anAuthorityIsNeverReplaced() throws Exception {
    String ca = directory.resolve("ca").toString();
    run("tls", "init", ca);
    String key = Files.readString(directory.resolve("ca/authority.key"));
    assertEquals(ExitCode.FAILED, run("tls", "init", ca));
    assertTrue(told.toString().contains("holds an authority already"), told::toString);
    assertEquals(key, Files.readString(directory.resolve("ca/authority.key")));
  }

  @Test
  void whatCannotBeIssuedIsSaidInALine() {
    String ca = directory.resolve("ca").toString();
    assertEquals(ExitCode.FAILED, run("tls", "issue", ca, "agent", "a1", "10.0.0.1"));
    run("tls", "init", ca);
    assertEquals(ExitCode.USAGE, run("tls", "issue", ca, "agent", "a1"));
    assertEquals(ExitCode.USAGE, run("tls", "issue", ca, "agent", "../a1", "10.0.0.1"));
    assertEquals(ExitCode.USAGE, run("tls", "issue", ca, "agent", "a1", "no host"));
    assertEquals(ExitCode.USAGE, run("tls", "issue", ca, "boss", "a1", "10.0.0.1"));
    assertEquals(ExitCode.USAGE, run("tls", "issue", ca, "agent", "a1", "h", "--days", "0"));
    assertFalse(Files.exists(directory.resolve("ca/a1.pem")));
  }
}
