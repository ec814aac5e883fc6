/**
 * The agent's end of the session with the coordinators.
 *
 * <p>It knows how to find the leader, which reports still wait for a confirmation, and which terms
 * are over. It does not know what a task is, nor what the agent does with a deployment or a job's
 * view: those go to its {@link io.cairn.agent.session.SessionListener}. Begin reading at {@link
 * io.cairn.agent.session.SessionClient}; its two pure parts are {@link
 * io.cairn.agent.session.ReportOutbox} and {@link io.cairn.agent.session.LeaderSearch}.
 */
@NullMarked
package io.cairn.agent.session;

import org.jspecify.annotations.NullMarked;
