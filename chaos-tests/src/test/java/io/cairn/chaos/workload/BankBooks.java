package io.cairn.chaos.workload;

import io.cairn.chaos.check.CheckpointReader;
import io.cairn.storage.state.KeyGroups;
import io.cairn.storage.state.KeyedStateStore;
import io.cairn.storage.state.Serializers;
import io.cairn.storage.state.StateResources;
import io.cairn.storage.state.StateSettings;
import io.cairn.storage.state.ValueState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Adds up all accounts of a {@link Bank} in a restored checkpoint. Of one thread at a time. */
final class BankBooks implements CheckpointReader.Audit {
  /** Of the builder of jobs, as the bank sets none. */
  private static final int KEY_GROUPS = 128;

  private static final long MEMORY_BYTES = 32L << 20;

  /** What an operator's accounts hold. */
  record Sum(long accounts, long money) {
    Sum plus(Sum other) {
      return new Sum(accounts + other.accounts, money + other.money);
    }
  }

  private long audited;

  long audited() {
    return audited;
  }

  @Override
  public Optional<String> problem(Map<String, Path> restored) throws IOException {
    Sum give = new Sum(0, 0);
    Sum take = new Sum(0, 0);
    try (StateResources resources = new StateResources(MEMORY_BYTES, MEMORY_BYTES / 2)) {
      for (Map.Entry<String, Path> task : restored.entrySet()) {
        String[] name = task.getKey().split("/", -1);
        int instance = Integer.parseInt(name[name.length - 1]);
        if (name[0].equals(Bank.GIVE)) {
          give = give.plus(sum(resources, task.getValue(), instance, Bank.GIVING));
        } else if (name[0].equals(Bank.TAKE)) {
          take = take.plus(sum(resources, task.getValue(), instance, Bank.TAKEN));
        }
      }
    }
    audited++;
    return problem(give, take);
  }

  /** Givers that never gave still have what they began with. */
  static Optional<String> problem(Sum give, Sum take) {
    long untouched = (Bank.ACCOUNTS - give.accounts) * Bank.INITIAL;
    long total = give.money + untouched + take.money;
    return total == Bank.TOTAL
        ? Optional.empty()
        : Optional.of("the accounts hold %d together, not %d".formatted(total, Bank.TOTAL));
  }

  private static Sum sum(StateResources resources, Path directory, int instance, String name)
      throws IOException {
    StateSettings settings = StateSettings.of(resources, KEY_GROUPS, instance, Bank.PARALLELISM);
    try (KeyedStateStore store = KeyedStateStore.open(directory, settings)) {
      store.declareKeys(Serializers.LONG.schema());
      ValueState<Long> money = store.value(name, Serializers.LONG);
      long[] found = {0, 0};
      store.forEachKey(
          name,
          (key, group) -> {
            if (KeyGroups.ofKey(key, KEY_GROUPS) == group) {
              found[0]++;
            }
            Long value = money.get();
            found[1] += value == null ? 0 : value;
          });
      return new Sum(found[0], found[1]);
    }
  }
}
