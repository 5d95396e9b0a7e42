package io.roomwatch.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person saw and did is checked by every command that is told of it, in the same words. */
final class ReportedTest {

  private static final String NO_CODE =
      "' is not a code as a screen shows it: letters, digits, hyphens, dots and spaces, 40 at most,"
          + " such as 2002 or ZP-491";
  private static final String NO_ADDRESS =
      "' is not an IP address as a controller shows it, such as 10.4.12.20 or 127.0.0.1";

  private final FakeProgram program = new FakeProgram();

  static Stream<Arguments> wrong() {
    return Stream.of("diagnose", "evidence")
        .flatMap(
            command ->
                Stream.of(
                    Arguments.of(
                        List.of(command, "--screen", "controler"),
                        "--screen 'controler' is not one of controller, room, scheduling; did you"
                            + " mean 'controller'?"),
                    Arguments.of(
                        List.of(command, "--doing", "sign_inn"),
                        "--doing 'sign_inn' is not one of pairing, sign-in, update, meeting,"
                            + " sharing; did you mean 'sign-in'?"),
                    Arguments.of(
                        List.of(command, "--doing", "joined a meeting"),
                        "--doing 'joined a meeting' is not one of pairing, sign-in, update,"
                            + " meeting, sharing"),
                    Arguments.of(
                        List.of(command, "--shown-ip", "boardroom-pc"),
                        "--shown-ip 'boardroom-pc" + NO_ADDRESS),
                    Arguments.of(
                        List.of(command, "--shown-ip", "10.4.12"),
                        "--shown-ip '10.4.12" + NO_ADDRESS),
                    Arguments.of(
                        List.of(command, "--shown-ip", "127.0.0.1:9090"),
                        "--shown-ip '127.0.0.1:9090" + NO_ADDRESS),
                    Arguments.of(List.of(command, "--code", ""), "--code '" + NO_CODE),
                    Arguments.of(
                        List.of(command, "--code", "2".repeat(41)),
                        "--code '" + "2".repeat(41) + NO_CODE),
                    Arguments.of(
                        List.of(command, "--code", "20\u001b[2J02"),
                        "--code '20 [2J02" + NO_CODE)));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void aWrongValueIsRefusedBeforeAnythingIsLookedAt(List<String> line, String why) {
    assertEquals(64, program.run(line.toArray(String[]::new)));
    assertEquals(
        "roomwatch: " + why + "\nTry 'roomwatch " + line.getFirst() + " --help'.\n",
        program.err.toString());
    assertEquals("", program.out.toString());
    assertFalse(program.looked);
  }
}
