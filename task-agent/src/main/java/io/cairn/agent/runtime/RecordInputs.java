package io.cairn.agent.runtime;

import io.cairn.api.Serializer;
import java.io.DataInput;
import java.io.IOException;
import java.util.Map;

/**
 * How the records of each input edge are read.
 *
 * @param serializers by the place of the edge in the graph
 */
record RecordInputs<T>(Map<Integer, Serializer<T>> serializers) {

  RecordInputs {
    serializers = Map.copyOf(serializers);
  }

  T read(int edge, DataInput in) throws IOException {
    Serializer<T> serializer = serializers.get(edge);
    if (serializer == null) {
      throw new IOException("a record over edge " + edge + ", which does not lead here");
    }
    return serializer.read(in);
  }
}
