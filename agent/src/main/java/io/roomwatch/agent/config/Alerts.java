package io.roomwatch.agent.config;

import java.time.Duration;
import java.util.List;

/**
 * Where alerts go, and when.
 *
 * @param sinks every alert goes to each; empty: nobody is told
 * @param groupWait how long the first alert waits for others, to be sent as one; default 30 s
 * @param repeatInterval from one reminder to the next; default 4 h
 */
public record Alerts(List<Sink> sinks, Duration groupWait, Duration repeatInterval) {
  public Alerts {
    sinks = List.copyOf(sinks);
  }
}
