package io.cairn.api;

import java.util.function.Function;

/**
 * How to get at the key of a record.
 *
 * @param selector a pure function of the record
 * @param serializer equal keys must give equal octets
 */
public record KeyBy<T, K>(Function<? super T, ? extends K> selector, Serializer<K> serializer) {}
