package io.cairn.process.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * A logger with a file of its own: each message is a line of it, as it is. The file is turned over
 * when it is full, and a fixed number of older ones is kept, {@code NAME.1} being the newest. Any
 * thread.
 */
public final class LogFile implements AutoCloseable {
  /** Of one file: some 100,000 lines. */
  public static final long MAX_BYTES = 32L << 20;

  /** Older ones that are kept: with the present one 320 MiB. */
  public static final int KEPT = 9;

  private final Logger logger;
  private final RollingFileAppender<ILoggingEvent> appender;

  private LogFile(Logger logger, RollingFileAppender<ILoggingEvent> appender) {
    this.logger = logger;
    this.appender = appender;
  }

  /**
   * Opens the file, or goes on with it.
   *
   * @param name of the logger, which is this file's alone in this process
   */
  public static LogFile open(String name, Path file) {
    return open(name, file, MAX_BYTES);
  }

  static LogFile open(String name, Path file, long maxBytes) {
    Logger logger = (Logger) LoggerFactory.getLogger(name);
    LoggerContext context = logger.getLoggerContext();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%msg%n");
    encoder.start();
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setName(LogFile.class.getName() + ":" + name);
    appender.setContext(context);
    appender.setFile(file.toString());
    appender.setEncoder(encoder);
    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(file + ".%i");
    rolling.setMinIndex(1);
    rolling.setMaxIndex(KEPT);
    rolling.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
    trigger.setContext(context);
    trigger.setMaxFileSize(new FileSize(maxBytes));
    trigger.start();
    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(trigger);
    appender.start();
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(appender);
    return new LogFile(logger, appender);
  }

  /** Whether an appender writes such a file. */
  static boolean owns(Appender<?> appender) {
    return String.valueOf(appender.getName()).startsWith(LogFile.class.getName());
  }

  /** Writes a line. */
  public void write(String line) {
    logger.info("{}", line);
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    appender.stop();
  }
}
