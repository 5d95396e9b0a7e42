package io.roomwatch.agent.check.cloud;

import io.roomwatch.agent.check.Addresses;
import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.probe.Target;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The checks of the way to the cloud that a configuration asks for. */
public final class CloudChecks {

  /** TCP ports of Zoom's media servers; the web hosts need not listen there (Zoom KB0060561). */
  private static final int FIRST_MEDIA_PORT = 8801;

  private static final int LAST_MEDIA_PORT = 8810;

  private CloudChecks() {}

  public static List<Check> of(CheckContext context) {
    Cloud cloud = context.config().cloud();
    List<String> hosts = cloud.hosts().names().stream().distinct().toList();
    List<Check> checks = new ArrayList<>();
    hosts.stream()
        .filter(host -> Addresses.literal(host).isEmpty())
        .forEach(host -> checks.add(new CloudDns(context, host)));
    checks.addAll(ports(context));
    hosts.forEach(host -> checks.add(new CloudTls(context, host)));
    hosts.forEach(host -> checks.add(new CloudHttps(context, host)));
    if (!(cloud.proxy() instanceof Cloud.Proxy.None) && !hosts.isEmpty()) {
      checks.add(new CloudProxy(context));
    }
    if (!hosts.isEmpty() || !cloud.hosts().media().isEmpty()) {
      checks.add(new CloudMedia(context));
    }
    cloud
        .throughput()
        .ifPresent(
            wanted -> checks.add(new CloudThroughput(context, wanted, ZoneId.systemDefault())));
    if (!cloud.status().uris().isEmpty()) {
      checks.add(new CloudStatus(context));
    }
    return checks;
  }

  /** One check for each port at each host that offers it; a target named twice is one check. */
  private static List<Check> ports(CheckContext context) {
    Cloud cloud = context.config().cloud();
    Map<CheckId, Check> checks = new LinkedHashMap<>();
    Consumer<Check> add = check -> checks.putIfAbsent(check.id(), check);
    for (Cloud.Port port : cloud.ports().list()) {
      boolean media = port.protocol() == Cloud.Protocol.UDP || isMedia(port.number());
      boolean named = !cloud.hosts().media().isEmpty();
      List<String> hosts = media && named ? cloud.hosts().media() : cloud.hosts().names();
      for (String host : hosts) {
        Target target = new Target(host, port.number());
        add.accept(
            switch (port.protocol()) {
              case TCP -> new CloudTcp(context, target, port.informational() || (media && !named));
              case UDP -> new CloudUdp(context, target, port.informational());
            });
      }
    }
    return List.copyOf(checks.values());
  }

  private static boolean isMedia(int port) {
    return port >= FIRST_MEDIA_PORT && port <= LAST_MEDIA_PORT;
  }
}
