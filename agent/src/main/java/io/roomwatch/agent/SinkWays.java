package io.roomwatch.agent;

import io.roomwatch.agent.check.cloud.WayOut;
import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.Secret;
import io.roomwatch.agent.probe.ProxyServer;
import io.roomwatch.agent.probe.tls.TrustAnchors;
import io.roomwatch.agent.sink.Receivers;
import io.roomwatch.agent.sink.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.ZoneId;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** How sinks are reached: by the way, and with the trust, that the checks watch. */
final class SinkWays {

  private SinkWays() {}

  /** Makes receivers for the sinks of a configuration; connects nothing. */
  static Receivers receivers(Ground ground, Config config) {
    return new Receivers(
        new Surroundings(
            new Surroundings.Network(
                url -> proxy(url, ground, config), () -> tls(config), Surroundings.Limits.USUAL),
            new Surroundings.Clocks(ground.clock(), ZoneId.systemDefault()),
            new Surroundings.Machine(
                "roomwatch/" + ground.build().version(),
                ground.facts().hostName(),
                ground.searchPath()),
            ground.work()));
  }

  private static Optional<Surroundings.Proxy> proxy(URI url, Ground ground, Config config) {
    return Optional.ofNullable(url.getHost())
        .flatMap(host -> WayOut.to(host, config, ground.facts()))
        .map(
            server ->
                new Surroundings.Proxy(
                    server.address().host(),
                    server.address().port(),
                    server.credentials().map(SinkWays::login)));
  }

  private static Cloud.Login login(ProxyServer.Credentials credentials) {
    return new Cloud.Login(credentials.user(), new Secret(credentials.password()));
  }

  private static SSLContext tls(Config config) {
    try {
      return TrustAnchors.load(config.cloud().caFile().stream().toList()).clientContext();
    } catch (IOException e) {
      throw new UncheckedIOException("cloud.ca_file: " + e.getMessage(), e);
    }
  }
}
