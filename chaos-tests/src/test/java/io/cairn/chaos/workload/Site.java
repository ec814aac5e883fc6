package io.cairn.chaos.workload;

import io.cairn.chaos.scene.Chronicle;
import io.cairn.chaos.scene.LocalScene;
import java.nio.file.Path;

/**
 * Where a workload works.
 *
 * @param directory for its files
 * @param intervalMillis between the checkpoints of its jobs
 * @param seed of its own choices
 */
public record Site(
    LocalScene scene, Path directory, Chronicle chronicle, long intervalMillis, long seed) {}
