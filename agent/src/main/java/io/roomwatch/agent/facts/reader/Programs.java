package io.roomwatch.agent.facts.reader;

import io.roomwatch.agent.facts.Fact;
import java.time.Duration;
import java.util.List;

/** The system's own programs, asked for what no file tells. */
public interface Programs {

  /**
   * Runs a program and gives what it printed on standard output.
   *
   * @param program its name without a folder
   * @param patience how long it may take, then it is killed
   * @return {@code NOT_FOUND} when it is not installed, {@code PERMISSION} when it says it needs
   *     root, {@code TIMEOUT}, or {@code ERROR} when it ends badly or prints without end
   */
  Fact<String> output(Duration patience, String program, List<String> arguments);

  /** Whether the program is installed. */
  boolean has(String program);
}
