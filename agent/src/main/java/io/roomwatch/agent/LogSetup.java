package io.roomwatch.agent;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.roomwatch.agent.cli.Program.LogFormat;
import org.slf4j.LoggerFactory;

/**
 * Logging to standard error, set by the command line; there is no logging file to configure. Found
 * by Logback as its configurator, so that it looks for no file: until a command says otherwise only
 * errors show.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    apply(context, LogFormat.LOGFMT, "error");
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
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
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(console);
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
