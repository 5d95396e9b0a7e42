package io.roomwatch.agent.config;

import java.util.List;

/** Where alerts go. */
public record Alerts(List<Sink> sinks) {
  public Alerts {
    sinks = List.copyOf(sinks);
  }

  /**
   * @param type one of the sink types of the contract
   */
  public record Sink(String name, String type) {}
}
