package io.cairn.agent.runtime;

/**
 * A task that has the barriers of some of its input channels, and not of all.
 *
 * @param task dense number in the job
 * @param blockedChannels not read until all barriers have come, from 1
 * @param inputChannels more than {@code blockedChannels}
 * @param awaitedTask the sender of the first channel whose barrier is missing
 */
public record AligningTask(
    int task, long checkpointId, int blockedChannels, int inputChannels, int awaitedTask) {}
