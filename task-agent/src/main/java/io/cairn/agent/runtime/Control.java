package io.cairn.agent.runtime;

import java.util.List;

/**
 * What a task has been told from outside. Levels, not orders: each replaces the one before.
 *
 * @param view which checkpoints go on
 * @param triggers barriers that a source may have to take, ascending; none is over
 * @param completed the highest checkpoint that is COMPLETED, or 0
 * @param draining sources stop emitting
 */
record Control(CheckpointView view, List<Barrier> triggers, long completed, boolean draining) {}
