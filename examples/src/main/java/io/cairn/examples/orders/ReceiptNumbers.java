package io.cairn.examples.orders;

import io.cairn.api.Operator;
import io.cairn.api.Output;
import io.cairn.api.Serializers;
import io.cairn.api.TaskContext;
import io.cairn.api.TaskList;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a number before each line that no other line ever has. The numbers come from blocks; a block
 * belongs to one task, and goes to another one when the parallelism changes.
 *
 * <p>This is what a service with partitions of its own looks like: what a task owns is a list, each
 * element has one owner, and Cairn keeps it in each checkpoint and deals it out anew.
 */
final class ReceiptNumbers implements Operator<String, String> {

  /**
   * Numbers from {@code next} on.
   *
   * @param name unique: no two tasks of an attempt are the same instance
   */
  record Block(String name, long next) {}

  @SuppressWarnings("NullAway.Init") // set by open, before all else
  private TaskList<Block> owned;

  private List<Block> blocks = new ArrayList<>();

  @Override
  public void open(TaskContext context) {
    owned = context.taskList("blocks", Serializers.records(Block.class), TaskList.Sharing.DEALT);
    blocks = new ArrayList<>(owned.get());
    if (blocks.isEmpty()) { // at the first start, or at a greater parallelism than before
      blocks.add(new Block(context.attempt() + "." + context.instance(), 1));
    }
  }

  @Override
  public void process(String line, Output<String> out) throws Exception {
    Block block = blocks.get(0);
    out.emit(block.name() + "-" + block.next() + " " + line);
    blocks.set(0, new Block(block.name(), block.next() + 1));
  }

  /** The list is written when a checkpoint is taken, right after this. */
  @Override
  public byte[] snapshot() {
    owned.set(blocks);
    return new byte[0];
  }
}
