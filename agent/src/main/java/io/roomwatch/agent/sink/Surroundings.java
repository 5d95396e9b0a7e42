package io.roomwatch.agent.sink;

import io.roomwatch.agent.config.Cloud;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * What every receiver stands on.
 *
 * @param executor one virtual thread per task: exchanges that must be left when their time is up
 *     run on it
 */
public record Surroundings(Network network, Clocks clocks, Machine machine, Executor executor) {

  /**
   * The way out.
   *
   * @param proxies the HTTP proxy for a URL, of which it sees scheme, host and port only; empty:
   *     direct. Whoever hands it in decides what bypasses the proxy. May block
   * @param tls whom TLS trusts; asked when first needed and not again
   */
  public record Network(
      Function<URI, Optional<Proxy>> proxies, Supplier<SSLContext> tls, Limits limits) {}

  /**
   * How long a receiver may take.
   *
   * @param connect until TCP is connected
   * @param exchange the whole, from name to answer
   */
  public record Limits(Duration connect, Duration exchange) {
    /** What the daemon uses. */
    public static final Limits USUAL = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(30));
  }

  /**
   * @param zone in which people are told when something was
   */
  public record Clocks(InstantSource clock, ZoneId zone) {}

  /**
   * This machine and this program.
   *
   * @param userAgent {@code roomwatch/VERSION}
   * @param hostName of this machine
   * @param searchPath the {@code PATH} that programs of exec sinks get
   */
  public record Machine(String userAgent, String hostName, String searchPath) {}

  /**
   * A forward proxy: CONNECT for https, absolute URLs for http.
   *
   * @param login sent at once as Basic credentials, without waiting for a 407
   */
  public record Proxy(String host, int port, Optional<Cloud.Login> login) {}
}
