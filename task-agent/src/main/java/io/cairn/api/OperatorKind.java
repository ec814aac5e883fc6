package io.cairn.api;

/** The place of an operator in a graph. */
public enum OperatorKind {
  SOURCE,
  TRANSFORM,
  SINK
}
