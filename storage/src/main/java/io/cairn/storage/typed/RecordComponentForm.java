package io.cairn.storage.typed;

import java.io.DataOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/** A component of a record: how it is got out of the record and written. Immutable. */
abstract class RecordComponentForm {

  private final String name;
  private final ValueForm form;

  private RecordComponentForm(String name, ValueForm form) {
    this.name = name;
    this.form = form;
  }

  final String name() {
    return name;
  }

  final ValueForm form() {
    return form;
  }

  /** Writes the component of a record. */
  final void write(Object record, DataOutput out) throws IOException {
    try {
      get(record, out);
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException("the accessor of component " + name + " failed", e);
    }
  }

  abstract void get(Object record, DataOutput out) throws Throwable;

  /**
   * Numbers, which are most of what is stored, are written without being boxed.
   *
   * @param accessor as (record)component
   */
  static RecordComponentForm of(String name, Class<?> type, ValueForm form, MethodHandle accessor) {
    if (type == long.class) {
      MethodHandle getter = accessor.asType(MethodType.methodType(long.class, Object.class));
      return new RecordComponentForm(name, form) {
        @Override
        void get(Object record, DataOutput out) throws Throwable {
          out.writeLong((long) getter.invokeExact(record));
        }
      };
    }
    if (type == int.class) {
      MethodHandle getter = accessor.asType(MethodType.methodType(int.class, Object.class));
      return new RecordComponentForm(name, form) {
        @Override
        void get(Object record, DataOutput out) throws Throwable {
          out.writeInt((int) getter.invokeExact(record));
        }
      };
    }
    if (type == double.class) {
      MethodHandle getter = accessor.asType(MethodType.methodType(double.class, Object.class));
      return new RecordComponentForm(name, form) {
        @Override
        void get(Object record, DataOutput out) throws Throwable {
          out.writeDouble((double) getter.invokeExact(record));
        }
      };
    }
    MethodHandle getter = accessor.asType(MethodType.methodType(Object.class, Object.class));
    return new RecordComponentForm(name, form) {
      @Override
      void get(Object record, DataOutput out) throws Throwable {
        Object value = (Object) getter.invokeExact(record);
        if (value == null) {
          throw new NullPointerException(
              "component " + name + " is null in " + record + "; make it an Optional");
        }
        form.write(value, out);
      }
    };
  }
}
