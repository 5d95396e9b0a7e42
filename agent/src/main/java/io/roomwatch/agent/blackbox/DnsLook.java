package io.roomwatch.agent.blackbox;

import io.roomwatch.agent.probe.DnsProbe;
import io.roomwatch.agent.probe.dns.DnsMessage;
import io.roomwatch.agent.probe.dns.DnsQuery;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Module {@code dns}: one question for an A record by UDP (RFC 1035). Blocks. */
final class DnsLook {

  /** A frame's worth: without EDNS an answer has 512 at most (RFC 1035 section 4.2.1). */
  private static final int MOST_BYTES = 1500;

  private static final String PHASES = "Duration of DNS request by phase";

  private final Look look;
  private final RandomGenerator random;

  DnsLook(Look look, RandomGenerator random) {
    this.look = look;
    this.random = random;
    counts(0, 0, 0);
    succeeded(false);
    for (String phase : new String[] {"resolve", "connect", "request"}) {
      phase(phase, 0);
    }
  }

  /** Whether it answered, and without an error. */
  boolean run(InetSocketAddress resolver, String name) throws IOException {
    long began = look.now();
    InetAddress address = look.resolve(resolver.getAddress().getHostAddress());
    long resolved = look.now();
    phase("resolve", resolved - began);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(address, resolver.getPort());
      long connected = look.now();
      phase("connect", connected - resolved);
      DnsQuery query =
          new DnsQuery(random.nextInt(0x10000), question(name), DnsProbe.Type.A, false);
      byte[] asked = query.encode();
      look.sheet().say("asking for A of " + name);
      socket.send(new DatagramPacket(asked, asked.length));
      DnsMessage answer = answer(socket, query);
      phase("request", look.now() - connected);
      if (answer.flaw().isPresent()) {
        throw new IOException("the answer cannot be read: " + answer.flaw().get());
      }
      succeeded(true);
      look.sheet().say("answered " + DnsMessage.rcodeName(answer.rcode()));
      return answer.rcode() == 0;
    }
  }

  private DnsMessage answer(DatagramSocket socket, DnsQuery query) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
    while (true) {
      socket.setSoTimeout(look.left());
      socket.receive(packet);
      byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
      Optional<DnsMessage> answer = DnsMessage.read(bytes).filter(query::isAnsweredBy);
      if (answer.isPresent()) {
        ByteBuffer head = ByteBuffer.wrap(bytes);
        counts(head.getChar(6), head.getChar(8), head.getChar(10));
        return answer.get();
      }
      packet.setLength(MOST_BYTES);
    }
  }

  private void phase(String phase, long nanos) {
    look.sheet().phase("probe_dns_duration_seconds", PHASES, phase, nanos);
  }

  private void counts(int answers, int authorities, int additional) {
    look.sheet()
        .set(
            "probe_dns_answer_rrs",
            "Returns number of entries in the answer resource record list",
            answers);
    look.sheet()
        .set(
            "probe_dns_authority_rrs",
            "Returns number of entries in the authority resource record list",
            authorities);
    look.sheet()
        .set(
            "probe_dns_additional_rrs",
            "Returns number of entries in the additional resource record list",
            additional);
  }

  private void succeeded(boolean succeeded) {
    look.sheet()
        .set(
            "probe_dns_query_succeeded",
            "Displays whether or not the query was executed successfully",
            succeeded ? 1 : 0);
  }

  private static String question(String name) throws IOException {
    return DnsQuery.askable(name)
        .orElseThrow(() -> new IOException("not a name that DNS can be asked for"));
  }
}
