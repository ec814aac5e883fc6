package io.cairn.storage.typed;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A protobuf message: its length, and its bytes on the wire. */
final class ProtobufForm extends ValueForm {

  private final ProtobufClass message;

  ProtobufForm(ProtobufClass message) {
    super(message.schema());
    this.message = message;
  }

  @Override
  void write(Object value, DataOutput out) throws IOException {
    byte[] bytes;
    try {
      bytes = (byte[]) message.bytes().invokeExact(value);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException("cannot write a " + message.type().getSimpleName(), e);
    }
    Lengths.writeBytes(bytes, out);
  }

  @Override
  Object read(DataInput in) throws IOException {
    byte[] bytes = Lengths.readBytes(in);
    try {
      return (Object) message.parse().invokeExact(bytes);
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException("cannot read a " + message.type().getSimpleName(), e);
    }
  }
}
