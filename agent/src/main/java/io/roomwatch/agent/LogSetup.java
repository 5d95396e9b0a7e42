package io.roomwatch.agent;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import io.roomwatch.agent.cli.Program.LogFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Logging to standard error, set by the command line, or to files that a Windows service rotates;
 * there is no logging file to configure. Found by Logback as its configurator, so that it looks for
 * no file: until a command says otherwise only errors show.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {

  /** Set for a Windows service, which has no standard error. */
  private static final String FILE = "roomwatch.log.file";

  private static final int FILES = 5;
  private static final String FILE_SIZE = "4MB";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    apply(context, LogFormat.LOGFMT, "error");
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static Appender<ILoggingEvent> console(
      LoggerContext context, Encoder<ILoggingEvent> encoder) {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    return console;
  }

  /** {@code file}, and at most five older ones beside it: {@code file.1} is the newest. */
  private static Appender<ILoggingEvent> file(
      LoggerContext context, Encoder<ILoggingEvent> encoder, String file) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
    window.setContext(context);
    window.setParent(appender);
    window.setFileNamePattern(file + ".%i");
    window.setMinIndex(1);
    window.setMaxIndex(FILES);
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(FileSize.valueOf(FILE_SIZE));
    appender.setContext(context);
    appender.setFile(file);
    appender.setEncoder(encoder);
    appender.setRollingPolicy(window);
    appender.setTriggeringPolicy(size);
    window.start();
    size.start();
    appender.start();
    return appender;
  }

  static void apply(LogFormat format, String level) {
    apply((LoggerContext) LoggerFactory.getILoggerFactory(), format, level);
  }

  private static void apply(LoggerContext context, LogFormat format, String level) {
    context.reset();
    Encoder<ILoggingEvent> encoder =
        switch (format) {
          case LOGFMT -> {
            LogfmtLayout layout = new LogfmtLayout();
            layout.setContext(context);
            layout.start();
            LayoutWrappingEncoder<ILoggingEvent> wrapping = new LayoutWrappingEncoder<>();
            wrapping.setLayout(layout);
            yield wrapping;
          }
          case JSON -> new JsonEncoder();
        };
    encoder.setContext(context);
    encoder.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    @Nullable String file = System.getProperty(FILE);
    root.addAppender(file == null ? console(context, encoder) : file(context, encoder, file));
    root.setLevel(Level.toLevel(level));
    // Libraries speak up only when something is wrong; what they find missing is not the user's
    // affair.
    context
        .getLogger("io.netty")
        .setLevel(
            Level.toLevel(level).isGreaterOrEqual(Level.WARN) ? Level.toLevel(level) : Level.WARN);
    context.getLogger("io.netty.util.internal.MacAddressUtil").setLevel(Level.ERROR);
    // It warns when a handshake's arithmetic ends after its connection: ours to time, not to
    // report.
    context.getLogger("io.netty.channel.DefaultChannelPipeline").setLevel(Level.ERROR);
    context.getLogger("oshi").setLevel(Level.ERROR);
  }
}
