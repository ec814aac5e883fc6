package io.cairn.coordinator.replication;

import com.alipay.remoting.exception.CodecException;
import com.alipay.remoting.exception.DeserializationException;
import com.alipay.remoting.exception.SerializationException;
import com.alipay.remoting.serialization.Serializer;

/** Stands in Bolt's table where a serialiser of arbitrary objects would, and refuses. */
final class RefusingSerializer implements Serializer {
  /** The place of Hessian in Bolt's table. */
  static final byte HESSIAN = 1;

  @Override
  public byte[] serialize(Object object) throws CodecException {
    throw new SerializationException(
        "only protobuf is spoken here, not " + object.getClass().getName());
  }

  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals") // Bolt's interface is so
  public <T> T deserialize(byte[] data, String className) throws CodecException {
    throw new DeserializationException("only protobuf is spoken here, not " + className);
  }
}
