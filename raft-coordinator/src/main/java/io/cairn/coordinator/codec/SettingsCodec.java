package io.cairn.coordinator.codec;

import io.cairn.coordinator.checkpoint.Coded;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.Setting;
import io.cairn.coordinator.checkpoint.SettingsChange;
import io.cairn.protocol.v1.SettingDifference;
import io.cairn.protocol.v1.SettingValue;
import io.cairn.protocol.v1.SettingsChangeRecord;
import io.cairn.protocol.v1.SettingsChanged;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Changes of settings, in the log and in snapshots; decoders throw IllegalArgumentException. */
final class SettingsCodec {
  private SettingsCodec() {}

  static SettingsChanged encode(Event.SettingsChanged event) {
    SettingsChanged.Builder message =
        SettingsChanged.newBuilder()
            .setRequestId(event.requestId())
            .setJobId(event.job().value())
            .setWho(event.who())
            .setWallMillis(event.wallMillis());
    event
        .values()
        .forEach(
            (setting, value) ->
                message.addValues(
                    SettingValue.newBuilder().setSettingValue(setting.code()).setValue(value)));
    return message.build();
  }

  static Event.SettingsChanged decode(SettingsChanged message) {
    SortedMap<Setting, Long> values = new TreeMap<>();
    for (SettingValue value : message.getValuesList()) {
      Setting setting = Coded.of(Setting.class, value.getSettingValue());
      if (values.put(setting, value.getValue()) != null) {
        throw new IllegalArgumentException(setting.shown() + " is named twice");
      }
    }
    return new Event.SettingsChanged(
        message.getRequestId(),
        new JobId(message.getJobId()),
        message.getWho(),
        message.getWallMillis(),
        values);
  }

  static SettingsChangeRecord encode(SettingsChange change) {
    SettingsChangeRecord.Builder message =
        SettingsChangeRecord.newBuilder()
            .setNumber(change.number())
            .setJobId(change.job().value())
            .setRequestId(change.requestId())
            .setWho(change.who())
            .setWallMillis(change.wallMillis());
    for (SettingsChange.Difference difference : change.differences()) {
      message.addDifferences(
          SettingDifference.newBuilder()
              .setSettingValue(difference.setting().code())
              .setFrom(difference.from())
              .setTo(difference.to()));
    }
    return message.build();
  }

  static SettingsChange decode(SettingsChangeRecord message) {
    List<SettingsChange.Difference> differences =
        message.getDifferencesList().stream()
            .map(
                difference ->
                    new SettingsChange.Difference(
                        Coded.of(Setting.class, difference.getSettingValue()),
                        difference.getFrom(),
                        difference.getTo()))
            .toList();
    return new SettingsChange(
        message.getNumber(),
        new JobId(message.getJobId()),
        message.getRequestId(),
        message.getWho(),
        message.getWallMillis(),
        differences);
  }
}
