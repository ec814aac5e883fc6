/**
 * Two inputs and a task's own state: orders and payments are matched by key, and each match gets a
 * receipt number from a block that belongs to one task, at any parallelism. Begin with {@link
 * io.cairn.examples.orders.OrderReceipts}.
 */
@NullMarked
package io.cairn.examples.orders;

import org.jspecify.annotations.NullMarked;
