package io.cairn.chaos.nemesis;

import io.cairn.cli.admin.AdminClient;
import io.cairn.process.HostPort;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A running cluster as faults see it: processes by name, such as {@code c1}, {@code a2}, {@code
 * namenode}. Each backend has one. Of the thread that runs the rounds, but for {@link #admin}.
 */
public interface Scene {
  /** The names of the servers of HDFS, where there is one. */
  String NAMENODE = "namenode";

  String DATANODE = "datanode";

  /** Names of the coordinators that are members now. */
  List<String> coordinators();

  /** Names of the agents. */
  List<String> agents();

  /** Names of the servers of HDFS; empty when the store is a directory. */
  List<String> stores();

  /** The coordinator that leads; waits for one, within bounds. */
  String leader();

  /** Where the kernel of this machine knows the process. */
  long pid(String name);

  /** The data directory of a process, as this machine sees it. */
  Path directory(String name);

  /** The Raft, session and admin address of a coordinator, in this order. */
  List<HostPort> addresses(String coordinator);

  /** SIGKILL; returns when the process is gone. */
  void kill(String name) throws Exception;

  /** SIGTERM; returns when the process is gone. */
  void stop(String name) throws Exception;

  /** Starts a process that was ended, with its data; returns without waiting. */
  void start(String name) throws Exception;

  /** SIGSTOP: the process is there and does nothing. */
  void pause(String name) throws Exception;

  /** SIGCONT: the opposite of {@link #pause}. */
  void resume(String name) throws Exception;

  /** Waits until a process serves, within bounds. */
  void awaitServing(String name) throws Exception;

  /**
   * Puts a new coordinator, with an empty disk and a name of its own, in the place of a member.
   *
   * @return its name; it is a member when this returns
   */
  String replace(String coordinator) throws Exception;

  /** The agent that is held now, so that a fault strikes it in the middle of its work. */
  default Optional<String> held() {
    return Optional.empty();
  }

  /** A client of the whole cluster. */
  AdminClient admin();
}
