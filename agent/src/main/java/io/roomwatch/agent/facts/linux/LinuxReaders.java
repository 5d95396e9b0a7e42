package io.roomwatch.agent.facts.linux;

import io.roomwatch.agent.facts.DhcpLease;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.facts.Wifi;
import io.roomwatch.agent.facts.netfilter.LinuxFirewall;
import io.roomwatch.agent.facts.reader.EnvironmentProxies;
import io.roomwatch.agent.facts.reader.MachineFiles;
import io.roomwatch.agent.facts.reader.PlatformReaders;
import io.roomwatch.agent.facts.reader.Programs;
import io.roomwatch.agent.observation.Reason;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** What Linux keeps in places of its own. */
public final class LinuxReaders implements PlatformReaders {

  private static final String STUB_UPSTREAMS = "/run/systemd/resolve/resolv.conf";
  private static final Duration IW_PATIENCE = Duration.ofSeconds(2);

  private final MachineFiles files;
  private final Programs programs;
  private final LinuxFirewall firewall;

  /**
   * @param interfaces this host's interfaces, for the firewall's rules
   */
  public LinuxReaders(
      MachineFiles files, Programs programs, Supplier<Fact<List<NetInterface>>> interfaces) {
    this.files = files;
    this.programs = programs;
    this.firewall = new LinuxFirewall(files, programs, interfaces);
  }

  @Override
  public List<ProxySource> proxies() {
    String file = "/etc/environment";
    Fact<ProxySettings> settings =
        switch (files.text(file).map(EnvironmentProxies::file)) {
          case Fact.Known<Map<String, String>> known -> EnvironmentProxies.of(known.value());
          case Fact.Unread<Map<String, String>> unread ->
              Fact.unread(unread.reason(), unread.why());
        };
    boolean missing =
        settings instanceof Fact.Unread<ProxySettings> unread
            && unread.reason() == Reason.NOT_FOUND;
    return missing
        ? List.of()
        : List.of(new ProxySource(ProxySource.Kind.ETC_ENVIRONMENT, file, settings));
  }

  @Override
  public Fact<HostFirewall> firewall(int port) {
    return firewall.firewall(port);
  }

  /**
   * {@code /etc/resolv.conf}; behind the stub of systemd-resolved also the servers that it asks.
   */
  @Override
  public Fact<List<InetAddress>> resolvers() {
    return files
        .text("/etc/resolv.conf")
        .map(text -> ResolvConf.servers(text, this::index))
        .map(
            servers -> {
              List<InetAddress> all = new ArrayList<>(servers);
              // systemd-resolved(8): 127.0.0.53 is the stub, 127.0.0.54 the proxy.
              if (servers.stream().anyMatch(s -> s.getHostAddress().startsWith("127.0.0.5"))) {
                files
                    .text(STUB_UPSTREAMS)
                    .asOptional()
                    .map(text -> ResolvConf.servers(text, this::index))
                    .stream()
                    .flatMap(List::stream)
                    .filter(server -> !all.contains(server))
                    .forEach(all::add);
              }
              return List.copyOf(all);
            });
  }

  @Override
  public Fact<List<DhcpLease>> leases() {
    return new LinuxLeases(files).read();
  }

  private OptionalInt index(String interfaceName) {
    Optional<String> index =
        interfaceName.indexOf('/') >= 0
            ? Optional.empty()
            : files
                .word("/sys/class/net/" + interfaceName + "/ifindex")
                .filter(word -> word.matches("[0-9]{1,9}"));
    return index.isPresent() ? OptionalInt.of(Integer.parseInt(index.get())) : OptionalInt.empty();
  }

  /**
   * Debian and its kin leave a file when an update wants a restart, if the package that does so is
   * there.
   */
  @Override
  public Fact<Boolean> pendingReboot() {
    if (files.exists("/run/reboot-required") || files.exists("/var/run/reboot-required")) {
      return Fact.known(true);
    }
    boolean wouldSay =
        files.exists("/usr/share/unattended-upgrades")
            || files.exists("/usr/share/update-notifier");
    return wouldSay
        ? Fact.known(false)
        : Fact.unread(
            Reason.UNSUPPORTED,
            "Nothing on this system notes that a restart is needed (update-notifier and"
                + " unattended-upgrades do).");
  }

  @Override
  public Fact<List<Wifi>> wifi() {
    Fact<List<String>> all = files.list("/sys/class/net");
    if (all instanceof Fact.Unread<List<String>> unread) {
      return Fact.unread(unread.reason(), unread.why());
    }
    List<String> radios =
        all.asOptional().orElse(List.of()).stream()
            .filter(
                name ->
                    files.exists("/sys/class/net/" + name + "/wireless")
                        || files.exists("/sys/class/net/" + name + "/phy80211"))
            .toList();
    if (radios.isEmpty()) {
      return Fact.unread(Reason.NOT_FOUND, "This machine has no Wi-Fi interface.");
    }
    List<Wifi> table =
        files.text("/proc/net/wireless").asOptional().map(ProcNet::wireless).orElse(List.of());
    if (table.isEmpty() && !programs.has("iw")) {
      return Fact.unread(
          Reason.UNSUPPORTED,
          "The kernel has no /proc/net/wireless and the program iw is not installed; install iw.");
    }
    return Fact.known(radios.stream().map(name -> radio(name, table)).toList());
  }

  /** From the kernel's table; what is not in it is asked of {@code iw}. */
  private Wifi radio(String name, List<Wifi> table) {
    Optional<Wifi> known =
        table.stream().filter(radio -> radio.interfaceName().equals(name)).findFirst();
    if (known.isPresent()) {
      return known.get();
    }
    OptionalDouble signal =
        programs
            .output(IW_PATIENCE, "iw", List.of("dev", name, "link"))
            .map(ProcNet::iwSignal)
            .asOptional()
            .orElse(OptionalDouble.empty());
    return new Wifi(name, signal, OptionalDouble.empty());
  }
}
