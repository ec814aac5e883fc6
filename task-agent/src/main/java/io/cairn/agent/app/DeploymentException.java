package io.cairn.agent.app;

/** An attempt cannot be deployed on this agent. The message is for people. */
final class DeploymentException extends Exception {

  private static final long serialVersionUID = 1L;

  DeploymentException(String message) {
    super(message);
  }

  DeploymentException(String message, Throwable cause) {
    super(message, cause);
  }
}
