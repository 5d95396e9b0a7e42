package io.roomwatch.agent.cli;

import io.roomwatch.agent.cli.Program.LogFormat;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The logging options. */
final class Logging {

  @Option(
      names = "--log.level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      converter = Level.class,
      description = "debug, info, warn or error. Default: info.")
  private String level = "info";

  @Option(
      names = "--log.format",
      paramLabel = "FORMAT",
      defaultValue = "logfmt",
      converter = Format.class,
      description = "logfmt or json, on standard error. Default: logfmt.")
  private LogFormat format = LogFormat.LOGFMT;

  void start(Program program) {
    program.logTo(format, level);
  }

  /** One of the four levels. */
  static final class Level implements ITypeConverter<String> {
    private static final List<String> LEVELS = List.of("debug", "info", "warn", "error");

    @Override
    public String convert(String text) {
      if (!LEVELS.contains(text)) {
        throw new TypeConversionException(
            "'" + text + "' is not one of " + String.join(", ", LEVELS));
      }
      return text;
    }
  }

  /** One of the two formats. */
  static final class Format implements ITypeConverter<LogFormat> {
    @Override
    public LogFormat convert(String text) {
      return switch (text) {
        case "logfmt" -> LogFormat.LOGFMT;
        case "json" -> LogFormat.JSON;
        default -> throw new TypeConversionException("'" + text + "' is not one of logfmt, json");
      };
    }
  }
}
