package io.roomwatch.agent.probe;

import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.datagram.DatagramRun;
import io.roomwatch.agent.probe.dns.DnsFindings;
import io.roomwatch.agent.probe.dns.DnsMessage;
import io.roomwatch.agent.probe.dns.DnsOverTcp;
import io.roomwatch.agent.probe.dns.DnsQuery;
import io.roomwatch.agent.probe.network.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * One question to one resolver: UDP, then TCP when the answer is truncated (RFC 1035, RFC 7766).
 *
 * <p>The question leaves from a fresh port with a fresh id. It is first sent with EDNS (RFC 6891)
 * and repeated without: a box on the way that drops what it does not know must not look like a dead
 * resolver, since system resolvers ask without EDNS unless told to (resolv.conf(5), edns0). The
 * letters' case is left alone (no "0x20"): a box that does not keep it would look like a forger,
 * and port and id are random enough for a measurement.
 *
 * <p>Reasons: {@code OK} (also with no answers: NODATA), {@code DNS_NXDOMAIN}, {@code DNS_SERVFAIL}
 * (any other rcode, named in the detail), {@code DNS_TIMEOUT}, {@code REFUSED} (ICMP port
 * unreachable, or TCP refused after a truncated answer), {@code UNREACHABLE}, {@code NO_ROUTE},
 * {@code ERROR} (answer not understood, or only packets that answer something else).
 */
public final class DnsProbe {

  /** The record types asked for. */
  public enum Type {
    A,
    AAAA,
    SRV
  }

  /**
   * @param resolver an address, resolved
   * @param name with or without a dot at the end, international letters allowed
   * @param deadline for the whole, TCP included
   */
  public record Spec(InetSocketAddress resolver, String name, Type type, Duration deadline) {}

  /**
   * @param rcode as in the IANA registry, {@code NOERROR}; empty string never: {@code none} when
   *     nothing answered
   * @param addresses of A and AAAA, CNAMEs followed within the answer, as they came; empty unless
   *     the outcome is ok
   * @param services of SRV, {@code priority weight port target}, the one to try first first
   * @param overTcp the answer came by the TCP fall-back
   */
  public record Result(
      Outcome outcome,
      String rcode,
      List<InetAddress> addresses,
      List<String> services,
      boolean overTcp) {
    public Result {
      addresses = List.copyOf(addresses);
      services = List.copyOf(services);
    }
  }

  /** Until the first repeat; whoever needs longer than that may still answer the first. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Network network;
  private final RandomGenerator random;

  /**
   * @param random for the ids; unpredictable ({@code SecureRandom}) outside tests; used on the
   *     caller's thread
   */
  public DnsProbe(Network network, RandomGenerator random) {
    this.network = network;
    this.random = random;
  }

  /**
   * Asks once. A name that DNS cannot be asked for is an {@code ERROR} and nothing is sent.
   *
   * @return completes once, on the event loop, at the deadline at the latest; exceptionally only
   *     when we err. Safe from any thread.
   */
  public CompletableFuture<Result> run(Spec spec) {
    Optional<String> name = DnsQuery.askable(spec.name());
    Duration third = spec.deadline().dividedBy(3);
    Duration pause = third.compareTo(LONGEST_PAUSE) < 0 ? third : LONGEST_PAUSE;
    List<Duration> pauses = List.of(pause, pause.multipliedBy(2), pause.multipliedBy(4));
    DatagramRun<Result> run =
        new DatagramRun<>(network, spec.deadline(), pauses, new Asking(spec, name.orElse(".")));
    return name.isPresent()
        ? run.start(spec.resolver())
        : run.refuse("not a name that DNS can be asked for");
  }

  /** One run's conversation. Two ids, so that an answer tells which form it answers. */
  private final class Asking implements DatagramRun.Talk<Result> {
    private final Spec spec;
    private final DnsQuery withEdns;
    private final DnsQuery plain;
    private boolean plainSent;
    private String rcode = "none";
    private List<InetAddress> addresses = List.of();
    private List<String> services = List.of();
    private boolean overTcp;

    Asking(Spec spec, String name) {
      this.spec = spec;
      int id = random.nextInt(0x10000);
      int other = id ^ (1 + random.nextInt(0xffff));
      this.withEdns = new DnsQuery(id, name, spec.type(), true);
      this.plain = new DnsQuery(other, name, spec.type(), false);
    }

    @Override
    public byte[] request(int attempt) {
      plainSent = attempt > 0;
      return (plainSent ? plain : withEdns).encode();
    }

    @Override
    public boolean heard(byte[] datagram, DatagramRun<Result> run) {
      Optional<DnsMessage> read = DnsMessage.read(datagram);
      if (read.isEmpty()) {
        return false;
      }
      DnsMessage message = read.get();
      if (withEdns.isAnsweredBy(message) && ednsIsTheTrouble(message)) {
        if (!plainSent) {
          run.send();
        }
      } else if (withEdns.isAnsweredBy(message) || (plainSent && plain.isAnsweredBy(message))) {
        if (message.truncated()) {
          rcode = DnsMessage.rcodeName(message.rcode());
          DnsOverTcp.ask(
              network, spec.resolver(), plain.encode(), bytes -> heardOverTcp(bytes, run), run);
        } else {
          answered(message, run);
        }
      } else {
        return false;
      }
      return true;
    }

    /** RFC 6891 section 7: a server that knows no EDNS, or not our version of it. */
    private boolean ednsIsTheTrouble(DnsMessage message) {
      return switch (DnsMessage.rcodeName(message.rcode())) {
        case "FORMERR", "NOTIMP", "BADVERS" -> true;
        default -> false;
      };
    }

    private void heardOverTcp(byte[] bytes, DatagramRun<Result> run) {
      Optional<DnsMessage> read = DnsMessage.read(bytes).filter(plain::isAnsweredBy);
      if (read.isEmpty()) {
        run.end(Reason.ERROR, "over TCP: an answer to something else");
        return;
      }
      overTcp = true;
      answered(read.get(), run);
    }

    private void answered(DnsMessage message, DatagramRun<Result> run) {
      rcode = DnsMessage.rcodeName(message.rcode());
      if (message.flaw().isPresent()) {
        run.end(Reason.ERROR, "answer not understood: " + message.flaw().get());
      } else if (rcode.equals("NXDOMAIN")) {
        run.end(Reason.DNS_NXDOMAIN, "NXDOMAIN: no such name");
      } else if (!rcode.equals("NOERROR")) {
        run.end(Reason.DNS_SERVFAIL, rcode);
      } else {
        found(DnsFindings.of(plain.name(), spec.type(), message.answers()), run);
      }
    }

    private void found(DnsFindings findings, DatagramRun<Result> run) {
      if (findings.looped()) {
        run.end(Reason.ERROR, "the aliases lead in a circle at " + findings.canonical());
        return;
      }
      addresses = findings.addresses();
      services = findings.services();
      int count = addresses.size() + services.size();
      String alias =
          findings.canonical().equalsIgnoreCase(plain.name())
              ? ""
              : ", alias of " + findings.canonical();
      run.end(
          Reason.OK,
          (count == 0 ? "NODATA: no " + spec.type() + " record" : count + " " + spec.type())
              + alias);
    }

    @Override
    public Reason silence() {
      return Reason.DNS_TIMEOUT;
    }

    @Override
    public Result result(Outcome outcome) {
      return new Result(outcome, rcode, addresses, services, overTcp);
    }
  }
}
