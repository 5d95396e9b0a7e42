package io.roomwatch.agent.web.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/** Module {@code dns}: one question for an A record by UDP (RFC 1035). Blocks. */
final class DnsLook {

  private static final int HEADER = 12;
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
  boolean run(InetSocketAddress resolver, String question) throws IOException {
    long began = look.now();
    InetAddress address = look.resolve(resolver.getAddress().getHostAddress());
    long resolved = look.now();
    phase("resolve", resolved - began);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(address, resolver.getPort());
      long connected = look.now();
      phase("connect", connected - resolved);
      int id = random.nextInt(0x10000);
      byte[] asked = question(id, question);
      look.sheet().say("asking for A of " + question);
      socket.send(new DatagramPacket(asked, asked.length));
      ByteBuffer answer = answer(socket, id, asked);
      phase("request", look.now() - connected);
      succeeded(true);
      int code = answer.getShort(2) & 0x0f;
      counts(answer.getShort(6), answer.getShort(8), answer.getShort(10));
      look.sheet().say("answered with the code " + code);
      return code == 0;
    }
  }

  private ByteBuffer answer(DatagramSocket socket, int id, byte[] asked) throws IOException {
    while (true) {
      socket.setSoTimeout(look.left());
      DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
      socket.receive(packet);
      ByteBuffer answer = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
      boolean ours =
          packet.getLength() >= asked.length
              && (answer.getShort(0) & 0xffff) == id
              && (answer.get(2) & 0x80) != 0
              && answer.getShort(4) == 1;
      for (int i = HEADER; ours && i < asked.length; i++) {
        ours = answer.get(i) == asked[i];
      }
      if (ours) {
        return answer;
      }
    }
  }

  private void phase(String phase, long nanos) {
    look.sheet()
        .set(
            "probe_dns_duration_seconds",
            PHASES,
            Sheet.label("phase", phase),
            Sheet.seconds(nanos));
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

  private static byte[] question(int id, String name) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    // Recursion desired, one question.
    out.writeBytes(new byte[] {(byte) (id >> 8), (byte) id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    for (String label : IDN.toASCII(name.replaceAll("\\.$", "")).split("\\.", -1)) {
      byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
      if (bytes.length == 0 || bytes.length > 63) {
        throw new IOException("not a name that DNS can be asked for");
      }
      out.write(bytes.length);
      out.writeBytes(bytes);
    }
    out.writeBytes(new byte[] {0, 0, 1, 0, 1});
    return out.toByteArray();
  }
}
