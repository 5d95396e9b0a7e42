package io.roomwatch.agent;

import io.roomwatch.agent.cli.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Version and revision, as the build wrote them. */
final class Build {
  private Build() {}

  static Program.Build read() {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("build.properties is part of the jar", e);
    }
    // Outside a git checkout the build leaves it unknown.
    return new Program.Build(
        properties.getProperty("version", "unknown"),
        properties.getProperty("revision", "unknown"));
  }
}
