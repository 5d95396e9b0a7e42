package io.roomwatch.agent.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The system's programs, which only remember what they were asked. */
public final class FakePrograms implements SystemPrograms {

  public final List<String> asked = new ArrayList<>();

  /** By the beginning of a command line; others end well and say nothing. */
  public final Map<String, Ended> answers = new HashMap<>();

  @Override
  public Ended run(List<String> command) {
    String line = String.join(" ", command);
    asked.add(line);
    return answers.entrySet().stream()
        .filter(each -> line.startsWith(each.getKey()))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElse(new Ended(0, ""));
  }

  /** Whether something was asked that contains this. */
  public boolean wasAsked(String part) {
    return asked.stream().anyMatch(line -> line.contains(part));
  }
}
