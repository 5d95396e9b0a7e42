package io.roomwatch.agent.sink;

import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.sink.HttpExchanges.Call;
import java.net.URI;
import java.time.Duration;

/**
 * A dead man's switch: a GET on a period says that the agent lives, and nothing else. The other
 * side complains when the GETs stop. Not a {@link Receiver}: it is never told of alerts.
 */
public final class Heartbeat {

  private final Sink.Heartbeat sink;
  private final HttpExchanges http;

  Heartbeat(Sink.Heartbeat sink, HttpExchanges http) {
    this.sink = sink;
    this.http = http;
  }

  /** The sink's name in the configuration. */
  public String name() {
    return sink.name();
  }

  /** From one beat to the next. */
  public Duration period() {
    return sink.period();
  }

  /**
   * One GET. Blocks for a bounded time. One that fails is not made up for: the next one comes in a
   * period. No text holds a secret.
   */
  public Delivery beat() {
    URI url = URI.create(sink.url().reveal());
    return http.deliver(url, Call.get(), HttpAnswers.Advice.none());
  }

  @Override
  public String toString() {
    return "heartbeat " + sink.name();
  }
}
