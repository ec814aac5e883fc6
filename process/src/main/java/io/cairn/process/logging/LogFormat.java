package io.cairn.process.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import io.cairn.process.config.ConfigSection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.LoggerFactory;

/** How lines on standard error look. */
public enum LogFormat {
  /** For people. */
  PLAIN,
  /** One JSON object a line, with {@link LogFields}. */
  JSON;

  private static final String IGNORE = "[ignore]";

  /**
   * Reads {@code log.format}; PLAIN when it is absent.
   *
   * @throws io.cairn.process.config.ConfigException when it is something else
   */
  public static LogFormat read(ConfigSection top) {
    Optional<ConfigSection> log = top.sectionIfPresent("log");
    String text = log.map(section -> section.text("format", "plain")).orElse("plain");
    return switch (text) {
      case "plain" -> PLAIN;
      case "json" -> JSON;
      default ->
          throw log.orElse(top).invalid("format", "should be plain or json, is '" + text + "'");
    };
  }

  /**
   * From now on the lines of this process look so. PLAIN leaves them as they are.
   *
   * @param node which the JSON lines name
   */
  public void use(String node) {
    if (this == PLAIN || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    for (OutputStreamAppender<ILoggingEvent> appender : appenders(context)) {
      LogstashEncoder encoder = new LogstashEncoder();
      encoder.setContext(context);
      encoder.setCustomFields("{\"node\":\"" + node + "\"}");
      encoder.getFieldNames().setTimestamp("at");
      encoder.getFieldNames().setLogger("logger");
      encoder.getFieldNames().setThread("thread");
      encoder.getFieldNames().setVersion(IGNORE);
      encoder.getFieldNames().setLevelValue(IGNORE);
      encoder.setTimeZone("UTC");
      encoder.start();
      appender.stop();
      appender.setEncoder(encoder);
      appender.start();
    }
  }

  private static Set<OutputStreamAppender<ILoggingEvent>> appenders(LoggerContext context) {
    Set<OutputStreamAppender<ILoggingEvent>> found = new LinkedHashSet<>();
    for (Logger logger : context.getLoggerList()) {
      for (Iterator<Appender<ILoggingEvent>> all = logger.iteratorForAppenders(); all.hasNext(); ) {
        if (all.next() instanceof OutputStreamAppender<ILoggingEvent> appender
            && !LogFile.owns(appender)) {
          found.add(appender);
        }
      }
    }
    return found;
  }
}
