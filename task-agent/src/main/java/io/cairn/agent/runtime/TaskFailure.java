package io.cairn.agent.runtime;

/**
 * Why a task, and with it the attempt, has failed.
 *
 * @param task the task's number; -1 if it was no task's doing
 * @param reason for people: what failed, with the class and message of what was thrown
 * @param consequence true if it merely shows that a peer went away: another agent may know better
 */
public record TaskFailure(int task, String reason, boolean consequence) {}
