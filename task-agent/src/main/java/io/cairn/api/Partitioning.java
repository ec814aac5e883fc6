package io.cairn.api;

/** Which task of the next operator gets a record. */
public enum Partitioning {
  /** Instance i to instance i; both parallelisms are equal. */
  FORWARD,
  /** By the key group of the record's key. */
  HASH,
  /** Round robin. */
  REBALANCE
}
