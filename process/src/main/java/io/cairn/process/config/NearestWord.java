package io.cairn.process.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known word a mistyped one was meant to be. */
final class NearestWord {
  /** More typing errors than this and the guess would only mislead. */
  private static final int MAX_EDITS = 3;

  private NearestWord() {}

  static Optional<String> of(String typed, Collection<String> known) {
    int limit = Math.min(MAX_EDITS, typed.length() / 2);
    String best = null;
    int bestEdits = limit + 1;
    for (String word : known) {
      int edits = edits(typed.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
      if (edits < bestEdits) {
        best = word;
        bestEdits = edits;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Levenshtein distance: the fewest insertions, deletions and replacements. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
