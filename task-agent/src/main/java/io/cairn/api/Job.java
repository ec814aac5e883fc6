package io.cairn.api;

/**
 * The entry of a job. The class named at submission implements it and has a public constructor
 * without parameters.
 *
 * <p>The definition runs on the machine that submits and again on every agent, so it must give the
 * same graph each time: it depends on its arguments only, not on time, randomness or the machine.
 */
public interface Job {

  /**
   * Defines the operators and how records flow between them.
   *
   * @param arguments what was given at submission, the same on each machine
   * @throws JobDefinitionException if the graph or an argument is not acceptable
   */
  void define(JobBuilder job, JobArguments arguments);
}
