package io.roomwatch.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.roomwatch.agent.cli.Program.LogFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogSetupTest {

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

  @AfterEach
  void asBefore() {
    LogSetup.apply(LogFormat.LOGFMT, "error");
  }

  private Level netty() {
    return context.getLogger("io.netty.channel.nio").getEffectiveLevel();
  }

  @Test
  void librariesSayNoMoreThanWasAskedForAndAtMostWarnings() {
    LogSetup.apply(LogFormat.LOGFMT, "error");
    assertEquals(Level.ERROR, netty());
    LogSetup.apply(LogFormat.LOGFMT, "debug");
    assertEquals(Level.WARN, netty());
    assertEquals(Level.DEBUG, context.getLogger("io.roomwatch").getEffectiveLevel());
  }
}
