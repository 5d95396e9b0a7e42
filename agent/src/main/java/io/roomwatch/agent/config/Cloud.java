package io.roomwatch.agent.config;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The way to Zoom.
 *
 * @param hosts default {@code zoom.us}
 * @param ports what the profile names, or what custom lists
 * @param resolvers asked one by one; empty: those of the system
 * @param caFile extra trust anchors, PEM
 */
public record Cloud(
    Hosts hosts,
    Ports ports,
    List<InetSocketAddress> resolvers,
    Optional<Path> caFile,
    Proxy proxy,
    Services services) {

  public Cloud {
    resolvers = List.copyOf(resolvers);
  }

  public HostPort ntp() {
    return services.ntp();
  }

  public StatusPage status() {
    return services.status();
  }

  public Optional<Throughput> throughput() {
    return services.throughput();
  }

  /**
   * What is asked beside Zoom's own hosts.
   *
   * @param ntp port 123 unless said
   * @param throughput empty: not measured
   */
  public record Services(HostPort ntp, StatusPage status, Optional<Throughput> throughput) {}

  /**
   * @param media where UDP ports are probed; empty: the names themselves
   */
  public record Hosts(List<String> names, List<String> media) {
    public Hosts {
      names = List.copyOf(names);
      media = List.copyOf(media);
    }
  }

  /**
   * @param port 1 to 65535
   */
  public record HostPort(String host, int port) {}

  /**
   * @param profile the name of the list
   */
  public record Ports(String profile, List<Port> list) {
    public Ports {
      list = List.copyOf(list);
    }
  }

  /**
   * @param informational findings on it never fail the room
   */
  public record Port(Protocol protocol, int number, boolean informational) {}

  /** Transport protocols. */
  public enum Protocol {
    TCP,
    UDP;

    /** The lower-case name used in files. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which proxy the way to Zoom takes. */
  public sealed interface Proxy {
    /** The one found on this machine, or none. */
    record Auto() implements Proxy {}

    /** Direct, whatever is found. */
    record None() implements Proxy {}

    /** This one. */
    record Fixed(HostPort address, Optional<Login> login) implements Proxy {}
  }

  /** Basic credentials; the password is redacted wherever this is written. */
  public record Login(String user, Secret password) {}

  /**
   * The service's status page.
   *
   * @param uris tried in order
   * @param components case-insensitive parts of component names that matter; empty: all
   */
  public record StatusPage(List<URI> uris, List<String> components) {
    public StatusPage {
      uris = List.copyOf(uris);
      components = List.copyOf(components);
    }
  }
}
