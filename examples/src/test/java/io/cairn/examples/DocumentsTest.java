package io.cairn.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.process.failpoint.Failpoint;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documents say about files, headings and code is so. */
class DocumentsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+)$");
  private static final Pattern JAVA_BLOCK = Pattern.compile("(?s)```java\\n(.*?)\\n```");

  @Test
  void everyRelativeLinkLeadsToAFileAndItsHeading() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path document : documents()) {
      String prose = FENCE.matcher(Files.readString(document)).replaceAll("");
      for (MatchResult link : LINK.matcher(prose).results().toList()) {
        String target = link.group(1);
        if (!target.contains(":")) {
          links++;
          if (!leadsSomewhere(document, target)) {
            broken.add(ROOT.relativize(document) + ": " + target);
          }
        }
      }
    }

    assertEquals(List.of(), broken);
    assertTrue(links > 50, "only " + links + " links were found: is the pattern right?");
  }

  @Test
  void theJavaOfTheReadmeIsTheSourceThatIsCompiled() throws IOException {
    List<MatchResult> blocks =
        JAVA_BLOCK.matcher(Files.readString(ROOT.resolve("README.md"))).results().toList();
    String source =
        Files.readString(
            ROOT.resolve("examples/src/main/java/io/cairn/examples/wordcount/WordCount.java"));

    assertEquals(1, blocks.size());
    assertEquals(
        source.substring(source.indexOf("public final class")).strip(), blocks.get(0).group(1));
  }

  @Test
  void everyFailpointIsDocumented() throws IOException {
    String testing = Files.readString(ROOT.resolve("docs/testing.md"));

    assertEquals(
        List.of(),
        Arrays.stream(Failpoint.values())
            .map(Failpoint::kebab)
            .filter(name -> !testing.contains("`" + name + "`"))
            .toList());
  }

  /** Not what builds leave, which may change under our feet, nor hidden directories. */
  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes any) {
            String name = directory.getFileName().toString();
            boolean skipped = name.equals("target") || name.startsWith(".");
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes any) {
            if (file.toString().endsWith(".md")) {
              documents.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return documents;
  }

  private static boolean leadsSomewhere(Path document, String target) throws IOException {
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path file = path.isEmpty() ? document : document.resolveSibling(path).normalize();
    if (!Files.exists(file)) {
      return false;
    }
    return hash < 0 || anchors(file).contains(target.substring(hash + 1));
  }

  private static List<String> anchors(Path document) throws IOException {
    String prose = FENCE.matcher(Files.readString(document)).replaceAll("");
    return HEADING
        .matcher(prose)
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }
}
