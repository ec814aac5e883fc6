package io.cairn.examples.wordcount;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairn.api.GraphDescription;
import io.cairn.api.JobArguments;
import io.cairn.api.JobDefinition;
import io.cairn.api.Partitioning;
import io.cairn.examples.KeyedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordCountTest {

  @Test
  void theGraphGroupsByWord() {
    GraphDescription graph =
        JobDefinition.of(
                new WordCount(),
                JobArguments.of(Map.of("input", "file:///in.txt", "output", "file:///out")))
            .graph();

    assertEquals(
        List.of("lines", "words", "counts", "results"),
        graph.operators().stream().map(operator -> operator.id()).toList());
    assertEquals(
        List.of(Partitioning.FORWARD, Partitioning.HASH, Partitioning.FORWARD),
        graph.edges().stream().map(edge -> edge.partitioning()).toList());
  }

  @Test
  void aLineIsSplitIntoItsWords() throws Exception {
    List<String> words = new ArrayList<>();

    WordCount.split("  To be, or not to be: für 2!", words::add);

    assertEquals(List.of("to", "be", "or", "not", "to", "be", "für", "2"), words);
  }

  @Test
  void countsAreWrittenAtTheEndOfTheInput() throws Exception {
    KeyedRun<String, String> run = new KeyedRun<>(new WordCount.Count());

    for (String word : List.of("to", "be", "to")) {
      run.process(word, word);
    }

    assertEquals(List.of(), run.emitted());
    assertEquals(List.of("be 1", "to 2"), run.endOfInput());
  }
}
