package io.cairn.simulation;

/** What the replica above a {@link RaftNode} is told. */
interface Up {
  void leads(long term);

  void leadsNoMore();

  void follows(String leader, long term);

  void committed(long upTo);

  void install(long index, byte[] snapshot);
}
