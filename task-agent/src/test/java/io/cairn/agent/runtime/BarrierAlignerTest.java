package io.cairn.agent.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.agent.runtime.BarrierAligner.Decision;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BarrierAlignerTest {
  private final BarrierAligner aligner = new BarrierAligner(2);

  @Test
  void aChannelIsHeldUntilAllBarriersHaveCome() {
    assertEquals(Decision.HOLD, aligner.barrier(0, 1));
    assertTrue(aligner.isHeld(0));
    assertFalse(aligner.isHeld(1));
    assertEquals(1, aligner.heldChannels());
    assertEquals(1, aligner.firstAwaited());
    assertEquals(Decision.TAKE, aligner.barrier(1, 1));
    assertFalse(aligner.isHeld(0));
    assertEquals(0, aligner.heldChannels());
  }

  @Test
  void anAlignmentOfACheckpointThatIsOverIsReleased() {
    aligner.barrier(0, 1);
    aligner.view(CheckpointView.NOTHING.next(1, List.of()));
    assertFalse(aligner.isHeld(0));
    assertEquals(Decision.PASS_OVER, aligner.barrier(1, 1));
  }

  @Test
  void aCheckpointThatIsNotKnownHereYetIsNotOver() {
    aligner.view(CheckpointView.NOTHING.next(3, List.of(4L)));
    assertEquals(Decision.HOLD, aligner.barrier(0, 5));
    aligner.view(CheckpointView.NOTHING.next(3, List.of(4L)));
    assertTrue(aligner.isHeld(0));
  }

  @Test
  void anIdThatIsMissingAmongTheRunningOnesIsOver() {
    aligner.barrier(0, 5);
    aligner.view(CheckpointView.NOTHING.next(3, List.of(4L, 6L)));
    assertFalse(aligner.isHeld(0));
  }

  @Test
  void aHigherBarrierGivesTheLowerOneUp() {
    aligner.barrier(0, 1);
    assertEquals(Decision.HOLD, aligner.barrier(1, 2));
    assertFalse(aligner.isHeld(0));
    assertTrue(aligner.isHeld(1));
    assertEquals(Decision.TAKE, aligner.barrier(0, 2));
    assertEquals(Decision.PASS_OVER, aligner.barrier(1, 1));
  }

  /** Each channel brings ascending ids, some missing; cuts are taken once, complete, in order. */
  @Test
  void inAnyOrderACutHasTheBarriersOfAllChannels() {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      int channels = 1 + random.nextInt(5);
      BarrierAligner walked = new BarrierAligner(channels);
      long[] last = new long[channels];
      long taken = 0;
      CheckpointView view = CheckpointView.NOTHING;
      for (int step = 0; step < 300; step++) {
        int channel = random.nextInt(channels);
        if (random.nextInt(20) == 0) {
          view = view.next(random.nextInt(step + 1) / 20, List.of());
          walked.view(view);
        } else if (!walked.isHeld(channel)) {
          last[channel] += 1 + random.nextInt(4) / 3;
          Decision decision = walked.barrier(channel, last[channel]);
          if (decision == Decision.TAKE) {
            assertTrue(last[channel] > taken, "seed " + seed);
            assertFalse(view.isOver(last[channel]), "seed " + seed);
            for (long id : last) {
              assertEquals(last[channel], id, "a cut without all barriers, seed " + seed);
            }
            taken = last[channel];
          } else if (decision == Decision.HOLD) {
            assertEquals(last[channel], walked.aligning(), "seed " + seed);
          }
        }
        boolean allHeld = true;
        for (int i = 0; i < channels; i++) {
          allHeld &= walked.isHeld(i);
        }
        assertFalse(allHeld, "nothing would ever be read again, seed " + seed);
      }
    }
  }
}
