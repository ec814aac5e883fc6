/**
 * The agent process: configuration, wiring, and what it does with deployments and views of jobs.
 *
 * <p>It joins the parts: the session tells it what should run, the runtime runs it, the snapshot
 * pipeline keeps what the tasks hand over. Decisions are made by one thread, the agent's; whatever
 * blocks runs on bounded pools. Begin reading at {@link io.cairn.agent.app.AgentMain}, then {@link
 * io.cairn.agent.app.HostedJobs} and {@link io.cairn.agent.app.AttemptHost}.
 */
@NullMarked
package io.cairn.agent.app;

import org.jspecify.annotations.NullMarked;
