package io.cairn.api;

/**
 * A way for records from one operator to another.
 *
 * @param from the id of the operator that emits
 * @param to the id of the operator that receives
 */
public record EdgeDescription(String from, String to, Partitioning partitioning) {}
