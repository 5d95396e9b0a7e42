package io.roomwatch.agent;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.Secret;
import io.roomwatch.agent.facts.Subnet;
import io.roomwatch.agent.metrics.Scene;
import io.roomwatch.agent.probe.StampMode;
import io.roomwatch.agent.probe.stamp.Reflection;
import io.roomwatch.agent.probe.stamp.Reflector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The STAMP reflector as the configuration in force wants it, if it wants one. */
final class Reflecting implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Reflecting.class);

  private final Ground ground;
  private volatile Optional<Running> running = Optional.empty();

  /** What listens, and where it was told to: it may say otherwise of itself. */
  private record Running(InetSocketAddress wanted, Reflector reflector) {}

  Reflecting(Ground ground) {
    this.ground = ground;
  }

  /**
   * Another configuration is to be in force. The same address stays open; a new one is opened
   * before the old one is closed.
   *
   * @throws IOException when it cannot be listened on; then nothing has changed
   */
  synchronized void follow(Config config) throws IOException {
    Optional<io.roomwatch.agent.config.Reflector> wanted = config.own().reflector();
    Optional<Running> before = running;
    if (wanted.isEmpty()) {
      close();
      return;
    }
    Reflection.Rules rules = rules(wanted.get());
    InetSocketAddress listen = wanted.get().listen();
    if (before.filter(one -> one.wanted().equals(listen)).isPresent()) {
      before.get().reflector().reflection().follow(rules);
      return;
    }
    Reflector opened =
        ground.reflector(listen, new Reflection(rules, ground.clock(), ground.nanoTime()));
    running = Optional.of(new Running(listen, opened));
    before.ifPresent(one -> one.reflector().close());
    LOG.info("STAMP reflector answers on UDP {}, {}", opened.address(), rules.mode());
  }

  /** Empty while nobody is answered. */
  Optional<Scene.Reflector> counts() {
    return running.map(one -> told(one.reflector().reflection().counts()));
  }

  private static Scene.Reflector told(Reflection.Counts counts) {
    return new Scene.Reflector(
        counts.reflected(),
        counts.dropped().entrySet().stream()
            .collect(Collectors.toMap(each -> each.getKey().label(), Map.Entry::getValue)));
  }

  @Override
  public synchronized void close() {
    running.ifPresent(one -> one.reflector().close());
    running = Optional.empty();
  }

  private static Reflection.Rules rules(io.roomwatch.agent.config.Reflector wanted) {
    List<Subnet> allowed =
        wanted.allow().stream()
            .map(network -> new Subnet(network.address(), network.prefixLength()))
            .toList();
    Predicate<InetAddress> isAllowed =
        address -> allowed.stream().anyMatch(subnet -> subnet.contains(address));
    StampMode mode =
        wanted
            .key()
            .map(Secret::reveal)
            .map(StampMode::authenticated)
            .orElseGet(StampMode::unauthenticated);
    return new Reflection.Rules(isAllowed, mode, wanted.stateful());
  }
}
