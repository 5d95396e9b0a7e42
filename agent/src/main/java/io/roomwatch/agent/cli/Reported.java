package io.roomwatch.agent.cli;

import io.roomwatch.agent.diagnosis.Asked;
import io.roomwatch.agent.diagnosis.Doing;
import io.roomwatch.agent.diagnosis.Screen;
import io.roomwatch.agent.yaml.Scalars;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a person saw and did, for commands that are told of a trouble. */
public final class Reported {

  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}");

  @Option(
      names = "--code",
      paramLabel = "CODE",
      description = "The code as the screen shows it: 2002, ZP-491.")
  private @Nullable String code;

  @Option(
      names = "--shown-ip",
      paramLabel = "ADDRESS",
      description = "The room's address as the controller shows it: 10.4.12.20, 127.0.0.1.")
  private @Nullable String shownIp;

  @Option(
      names = "--screen",
      paramLabel = "SCREEN",
      description = "Which screen showed the code: controller, room or scheduling.")
  private @Nullable String screen;

  @Option(
      names = "--doing",
      paramLabel = "ACTION",
      description =
          "What was being done: pairing, sign-in (or activation), update (just before), meeting"
              + " (starting or joining one), sharing.")
  private @Nullable String doing;

  /** What was said; a wrong value is wrong use of the command. */
  public Asked asked(OnceCommand command) {
    return new Asked(
        Optional.ofNullable(code).map(text -> code(command, text)),
        Optional.ofNullable(shownIp).map(text -> address(command, text)),
        word(command, "--screen", screen, Screen.values(), Screen::label),
        word(command, "--doing", doing, Doing.values(), Doing::label));
  }

  private static String code(OnceCommand command, String text) {
    String given = text.strip();
    if (!CODE.matcher(given).matches()) {
      throw command.wrong(
          "--code '"
              + text
              + "' is not a code as a screen shows it: letters, digits, hyphens, dots and spaces,"
              + " 40 at most, such as 2002 or ZP-491");
    }
    return given;
  }

  private static InetAddress address(OnceCommand command, String text) {
    return Scalars.literal(text.strip())
        .orElseThrow(
            () ->
                command.wrong(
                    "--shown-ip '"
                        + text
                        + "' is not an IP address as a controller shows it, such as 10.4.12.20 or"
                        + " 127.0.0.1"));
  }

  private static <T extends Enum<T>> Optional<T> word(
      OnceCommand command,
      String option,
      @Nullable String given,
      T[] all,
      Function<T, String> label) {
    command.oneOf(option, given, Arrays.stream(all).map(label).toList());
    return Arrays.stream(all).filter(one -> label.apply(one).equals(given)).findFirst();
  }
}
