package io.roomwatch.agent.facts.machine;

import io.roomwatch.agent.facts.DhcpLease;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.HostLoad;
import io.roomwatch.agent.facts.InstalledApplication;
import io.roomwatch.agent.facts.Neighbour;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.Peripheral;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.facts.RoomApp;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.facts.RunningProcess;
import io.roomwatch.agent.facts.TcpSocket;
import io.roomwatch.agent.facts.VpnAdapters;
import io.roomwatch.agent.facts.Wifi;
import io.roomwatch.agent.facts.linux.LinuxReaders;
import io.roomwatch.agent.facts.linux.LinuxSystem;
import io.roomwatch.agent.facts.machine.FactSource.Limits;
import io.roomwatch.agent.facts.macos.MacReaders;
import io.roomwatch.agent.facts.reader.EnvironmentProxies;
import io.roomwatch.agent.facts.reader.HostsFile;
import io.roomwatch.agent.facts.reader.InstalledPrograms;
import io.roomwatch.agent.facts.reader.MachineFiles;
import io.roomwatch.agent.facts.reader.NativeTables;
import io.roomwatch.agent.facts.reader.PlatformReaders;
import io.roomwatch.agent.facts.reader.Programs;
import io.roomwatch.agent.facts.reader.SystemReaders;
import io.roomwatch.agent.facts.windows.IpHelper;
import io.roomwatch.agent.facts.windows.WindowsFacts;
import io.roomwatch.agent.observation.Reason;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import oshi.SystemInfo;
import oshi.util.GlobalConfig;

/**
 * This machine, read on threads of its own, each source bounded in time and shared between checks
 * for a short while; see {@link FactSource} for the numbers and {@link BoundedRead} for how.
 *
 * <p>Safe from any thread but an event loop: callers wait, never longer than their source's
 * patience.
 */
public final class MachineFacts implements Facts {

  /** Less than the patience of whatever asks WMI; see {@link FactSource}. */
  private static final int WMI_PATIENCE_MILLIS = 3_000;

  private final Platform platform;
  private final Map<String, String> environment;
  private final PlatformReaders own;
  private final SystemReaders system;
  private final Timing timing;

  private final BoundedRead<String> hostName;
  private final BoundedRead<List<NetInterface>> interfaces;
  private final BoundedRead<List<Route>> routes;
  private final BoundedRead<List<InetAddress>> resolvers;
  private final BoundedRead<List<DhcpLease>> leases;
  private final BoundedRead<List<Neighbour>> neighbours;
  private final BoundedRead<String> hostsFile;
  private final BoundedRead<List<ProxySource>> proxies;
  private final BoundedRead<List<Wifi>> wifi;
  private final BoundedRead<List<RunningProcess>> processes;
  private final BoundedRead<List<InstalledApplication>> applications;
  private final BoundedRead<List<Peripheral>> peripherals;
  private final BoundedRead<HostLoad> load;
  private final BoundedRead<Boolean> pendingReboot;

  /** By port. Ports come from configuration, so these stay few. */
  private final Map<Integer, BoundedRead<List<TcpSocket>>> sockets = new ConcurrentHashMap<>();

  private final Map<Integer, BoundedRead<HostFirewall>> firewalls = new ConcurrentHashMap<>();

  /** What reads are timed with. */
  record Timing(Executor executor, LongSupplier nanoTime, Function<FactSource, Limits> limits) {}

  MachineFacts(
      Platform platform,
      SystemReaders system,
      PlatformReaders own,
      Map<String, String> environment,
      Path hostsFile,
      Timing timing) {
    this.platform = platform;
    this.environment = Map.copyOf(environment);
    this.own = own;
    this.system = system;
    this.timing = timing;
    hostName = read(FactSource.HOST_NAME, system::hostName);
    interfaces = read(FactSource.INTERFACES, system::interfaces);
    routes = read(FactSource.ROUTES, system::routes);
    resolvers = read(FactSource.RESOLVERS, own::resolvers);
    leases = read(FactSource.LEASES, own::leases);
    neighbours = read(FactSource.NEIGHBOURS, system::neighbours);
    this.hostsFile = read(FactSource.HOSTS_FILE, () -> HostsFile.read(hostsFile));
    proxies = read(FactSource.PROXIES, () -> Fact.known(own.proxies()));
    wifi = read(FactSource.WIFI, own::wifi);
    processes = read(FactSource.PROCESSES, system::processes);
    applications = read(FactSource.APPLICATIONS, system::applications);
    peripherals = read(FactSource.PERIPHERALS, system::peripherals);
    load = read(FactSource.LOAD, system::load);
    pendingReboot = read(FactSource.PENDING_REBOOT, own::pendingReboot);
  }

  /**
   * The facts of a machine.
   *
   * @param root below it are {@code /proc}, {@code /sys}, {@code /etc} on Linux; {@code /} but in
   *     tests
   * @param environment of this process: proxies, and the host's name as a last resort
   * @param nanoTime monotonic nanoseconds
   * @param threads from {@link #threads()}; the caller ends it
   */
  public static MachineFacts of(
      Platform platform,
      Path root,
      Map<String, String> environment,
      LongSupplier nanoTime,
      ExecutorService threads) {
    Timing timing = new Timing(threads, nanoTime, FactSource::limits);
    MachineFiles files = new MachineFiles(root);
    Path hosts = HostsFile.of(platform, root, environment);
    Programs programs = new InstalledPrograms(InstalledPrograms.UNIX_FOLDERS, threads);
    Predicate<String> vpn = name -> VpnAdapters.vendor(name).isPresent();
    Function<NativeTables, SystemReaders> oshi =
        tables -> new OshiReaders(platform, new Lazily<>(SystemInfo::new), tables, vpn);
    return switch (platform) {
      case LINUX -> {
        SystemReaders linux = new LinuxSystem(files, programs, LinuxSystem::javaAddresses);
        PlatformReaders own = new LinuxReaders(files, programs, linux::interfaces);
        yield new MachineFacts(platform, linux, own, environment, hosts, timing);
      }
      case MACOS -> {
        MacReaders mac = new MacReaders(programs, oshi.apply(NativeTables.NONE));
        yield new MachineFacts(platform, mac, mac, environment, hosts, timing);
      }
      case WINDOWS -> {
        // Without it OSHI waits for ever where WMI does not answer.
        GlobalConfig.set(GlobalConfig.OSHI_UTIL_WMI_TIMEOUT, WMI_PATIENCE_MILLIS);
        SystemReaders windows = oshi.apply(new IpHelper());
        PlatformReaders own = WindowsFacts.ofThisMachine(roomProgram(windows, timing));
        yield new MachineFacts(platform, windows, own, environment, hosts, timing);
      }
      case OTHER ->
          new MachineFacts(
              platform,
              oshi.apply(NativeTables.NONE),
              new UnsupportedReaders(platform),
              environment,
              hosts,
              timing);
    };
  }

  /**
   * The running room app's program, which firewall rules may be limited to. Bounded of its own, for
   * the rules can be read where processes cannot.
   */
  static Supplier<Optional<String>> roomProgram(SystemReaders system, Timing timing) {
    FactSource source = FactSource.PROCESSES;
    BoundedRead<List<RunningProcess>> processes =
        new BoundedRead<>(
            source.what(),
            timing.limits().apply(source),
            system::processes,
            timing.executor(),
            timing.nanoTime());
    return () ->
        processes
            .get()
            .asOptional()
            .flatMap(running -> RoomApp.running(running, RoomApp.DEFAULT_NAMES))
            .flatMap(RunningProcess::path);
  }

  /**
   * The threads that read facts, {@code facts-1} and so on: daemon platform threads, for a native
   * call that hangs would pin a virtual one and must not keep the agent from ending. As many as
   * there are sources and programs under way, none when nothing is read.
   */
  public static ExecutorService threads() {
    AtomicInteger count = new AtomicInteger();
    return Executors.newCachedThreadPool(
        task -> {
          Thread thread = new Thread(task, "facts-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  private <T> BoundedRead<T> read(FactSource source, Supplier<Fact<T>> read) {
    return new BoundedRead<>(
        source.what(), timing.limits().apply(source), read, timing.executor(), timing.nanoTime());
  }

  @Override
  public Platform platform() {
    return platform;
  }

  /** The system's answer, else {@code COMPUTERNAME} or {@code HOSTNAME}, else {@code localhost}. */
  @Override
  public String hostName() {
    return hostName
        .get()
        .asOptional()
        .or(() -> Optional.ofNullable(environment.get("COMPUTERNAME")))
        .or(() -> Optional.ofNullable(environment.get("HOSTNAME")))
        .filter(name -> !name.isBlank())
        .orElse("localhost");
  }

  @Override
  public Fact<List<NetInterface>> interfaces() {
    return interfaces.get();
  }

  @Override
  public Fact<List<Route>> routes() {
    return routes.get();
  }

  @Override
  public Fact<InetAddress> sourceTo(InetAddress end) {
    return SourceAddress.to(end);
  }

  @Override
  public Fact<String> hostsFile() {
    return hostsFile.get();
  }

  @Override
  public Fact<List<InetAddress>> resolvers() {
    return resolvers.get();
  }

  @Override
  public Fact<List<DhcpLease>> leases() {
    return leases.get();
  }

  @Override
  public Fact<List<Neighbour>> neighbours() {
    return neighbours.get();
  }

  @Override
  public Fact<List<TcpSocket>> sockets(int localPort) {
    return sockets
        .computeIfAbsent(localPort, port -> read(FactSource.SOCKETS, () -> system.sockets(port)))
        .get();
  }

  @Override
  public List<ProxySource> proxies() {
    ProxySource here =
        new ProxySource(
            ProxySource.Kind.ENVIRONMENT, "this process", EnvironmentProxies.of(environment));
    List<ProxySource> elsewhere =
        switch (proxies.get()) {
          case Fact.Known<List<ProxySource>> known -> known.value();
          case Fact.Unread<List<ProxySource>> unread ->
              unreadProxies(unread.reason(), unread.why());
        };
    return Stream.concat(Stream.of(here), elsewhere.stream()).toList();
  }

  private List<ProxySource> unreadProxies(Reason reason, String why) {
    ProxySource.Kind kind =
        switch (platform) {
          case WINDOWS -> ProxySource.Kind.WININET;
          case MACOS -> ProxySource.Kind.SCUTIL;
          case LINUX, OTHER -> ProxySource.Kind.ETC_ENVIRONMENT;
        };
    return List.of(new ProxySource(kind, "machine", Fact.unread(reason, why)));
  }

  @Override
  public Fact<List<Wifi>> wifi() {
    return wifi.get();
  }

  @Override
  public Fact<HostFirewall> firewall(int port) {
    return firewalls
        .computeIfAbsent(port, asked -> read(FactSource.FIREWALL, () -> own.firewall(asked)))
        .get();
  }

  @Override
  public Fact<List<RunningProcess>> processes() {
    return processes.get();
  }

  @Override
  public Fact<List<InstalledApplication>> applications() {
    return applications.get();
  }

  @Override
  public Fact<List<Peripheral>> peripherals() {
    return peripherals.get();
  }

  @Override
  public Fact<HostLoad> load() {
    Fact<HostLoad> now = load.get();
    if (now instanceof Fact.Unread<HostLoad>) {
      return now;
    }
    Optional<Boolean> restart = pendingReboot.get().asOptional();
    return now.map(
        seen -> new HostLoad(seen.uptime(), seen.cpuRatio(), seen.memory(), seen.disk(), restart));
  }

  /** Makes its value when it is first asked for, once. */
  private static final class Lazily<T> implements Supplier<T> {
    private final Supplier<T> make;
    private Optional<T> made = Optional.empty();

    Lazily(Supplier<T> make) {
      this.make = make;
    }

    @Override
    public synchronized T get() {
      if (made.isEmpty()) {
        made = Optional.of(make.get());
      }
      return made.get();
    }
  }
}
