package io.cairn.agent.runtime;

import io.cairn.agent.channel.DataAddress;

/** Where a task runs. */
public record TaskPlace(String agentId, DataAddress address) {}
