package io.cairn.benchmarks.runtime;

/**
 * What the suite is asked to do.
 *
 * @param rounds how often a window with checkpoints follows one without
 * @param seconds of each window
 * @param warmupSeconds before the first window
 * @param keys how many there are
 * @param agents over which the two tasks of each kind are spread
 * @param rate records per second of the measurements of kills
 * @param shuffleTasks of the job whose checkpoints are timed; half of them read from all others
 * @param checkpoints how many are timed
 * @param heapMegabytes of each agent
 * @param agentOption one more option for the agents' JVMs; empty: none
 */
record RuntimeSettings(
    int rounds,
    int seconds,
    int warmupSeconds,
    long keys,
    int agents,
    int rate,
    int shuffleTasks,
    int checkpoints,
    int heapMegabytes,
    String agentOption) {}
