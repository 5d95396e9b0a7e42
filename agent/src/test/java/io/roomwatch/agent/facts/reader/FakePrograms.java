package io.roomwatch.agent.facts.reader;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Programs that print what they were told to; all others are not installed. */
public final class FakePrograms implements Programs {

  private final Map<String, Fact<String>> outputs = new HashMap<>();
  public final List<String> ran = new ArrayList<>();

  public FakePrograms prints(String command, String output) {
    outputs.put(command, Fact.known(output));
    return this;
  }

  public FakePrograms fails(String command, Reason reason, String why) {
    outputs.put(command, Fact.unread(reason, why));
    return this;
  }

  @Override
  public Fact<String> output(Duration patience, String program, List<String> arguments) {
    String command = (program + " " + String.join(" ", arguments)).strip();
    ran.add(command);
    return outputs.getOrDefault(
        command, Fact.unread(Reason.NOT_FOUND, "The program " + program + " is not installed."));
  }

  @Override
  public boolean has(String program) {
    return outputs.keySet().stream()
        .anyMatch(command -> command.equals(program) || command.startsWith(program + " "));
  }
}
