package io.roomwatch.agent.check.cloud;

import io.roomwatch.agent.check.Addresses;
import io.roomwatch.agent.check.Wording;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.DnsProbe;
import io.roomwatch.agent.probe.Outcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one resolver said of one name, IPv4 and IPv6 together.
 *
 * @param publicName whether private answers are a finding
 */
record DnsAnswer(
    InetSocketAddress resolver, boolean publicName, DnsProbe.Result a, DnsProbe.Result aaaa) {

  List<InetAddress> addresses() {
    return Stream.concat(a.addresses().stream(), aaaa.addresses().stream()).distinct().toList();
  }

  /** {@code OK} when the name leads somewhere it may lead; else what is wrong. */
  Reason reason() {
    if (addresses().isEmpty()) {
      return Stream.of(a, aaaa)
          .map(result -> result.outcome().reason())
          .filter(reason -> reason != Reason.OK)
          .findFirst()
          // The name exists and has no address: the closed set has no nearer word.
          .orElse(Reason.NOT_FOUND);
    }
    return privateAnswer().isPresent() ? Reason.DNS_PRIVATE : Reason.OK;
  }

  /** What one of the two questions ended with when the other alone has answers. */
  Optional<Reason> weakness() {
    return reason() != Reason.OK
        ? Optional.empty()
        : Stream.of(a, aaaa)
            .map(result -> result.outcome().reason())
            .filter(reason -> reason != Reason.OK)
            .findFirst();
  }

  /** How long the slower of the good answers took. */
  Duration took() {
    return Stream.of(a, aaaa)
        .map(DnsProbe.Result::outcome)
        .filter(Outcome::ok)
        .map(Outcome::took)
        .max(Duration::compareTo)
        .orElse(a.outcome().took());
  }

  String name() {
    String address = Addresses.text(resolver.getAddress());
    if (resolver.getPort() == 53) {
      return address;
    }
    return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + resolver.getPort();
  }

  /** What is wrong, to stand behind the resolver's name. */
  String phrase(String host, Duration waited) {
    return switch (reason()) {
      case DNS_NXDOMAIN -> "says that " + host + " does not exist";
      case DNS_SERVFAIL -> "answers " + rcode() + " for " + host;
      case DNS_TIMEOUT, TIMEOUT, NO_ANSWER -> "does not answer within " + Wording.duration(waited);
      case DNS_PRIVATE -> "gives " + privateAnswer().orElse("a private address") + " for " + host;
      case NOT_FOUND -> "knows " + host + " but gives no address for it";
      case REFUSED -> "is no DNS server: its port is closed";
      case UNREACHABLE, NO_ROUTE -> "cannot be reached";
      default -> "gives an answer for " + host + " that is not understood";
    };
  }

  Reading[] readings(int number) {
    String prefix = "resolver_" + number;
    boolean answered = a.outcome().ok() || aaaa.outcome().ok();
    return new Reading[] {
      Reading.text(prefix + "_address", name()),
      Reading.text(prefix + "_rcode", rcode()),
      answered ? Reading.seconds(prefix + "_seconds", took()) : Reading.absent(prefix + "_seconds"),
      Reading.texts(prefix + "_answers", addresses().stream().map(Addresses::text).toList())
    };
  }

  /** Of the two, the one that tells more: not NOERROR where they differ. */
  private String rcode() {
    return a.outcome().ok() && !aaaa.outcome().ok() && a.addresses().isEmpty()
        ? aaaa.rcode()
        : a.rcode();
  }

  private Optional<String> privateAnswer() {
    return publicName
        ? addresses().stream()
            .filter(address -> Addresses.notPublic(address).isPresent())
            .findFirst()
            .map(
                address ->
                    "the "
                        + Addresses.notPublic(address).orElse("private")
                        + " address "
                        + Addresses.text(address))
        : Optional.empty();
  }
}
