package io.roomwatch.agent.probe.dns;

import io.roomwatch.agent.probe.DnsProbe;
import java.net.IDN;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A question as it is sent (RFC 1035 section 4.1): one question, recursion desired, and an OPT
 * record (RFC 6891) when {@code edns}.
 *
 * @param name in the form of the wire, ASCII, without a dot at the end; {@code .} is the root
 */
public record DnsQuery(int id, String name, DnsProbe.Type type, boolean edns) {

  /** What passes every path without fragments: https://www.dnsflagday.net/2020/. */
  static final int PAYLOAD_BYTES = 1232;

  private static final int RECURSION_DESIRED = 0x0100;
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_LABEL = 63;

  /** The name as it can be asked for, internationalised names in their ASCII form; else empty. */
  public static Optional<String> askable(String name) {
    String ascii;
    try {
      // The tables behind IDN are large, and nearly no name needs them.
      boolean plain = name.chars().allMatch(c -> c < 0x80);
      ascii = plain ? name : IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (ascii.equals(".")) {
      return Optional.of(ascii);
    }
    String bare = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
    if (bare.length() + 2 > LONGEST_NAME) {
      return Optional.empty();
    }
    for (String label : bare.split("\\.", -1)) {
      boolean printable = label.chars().allMatch(c -> c > ' ' && c <= '~' && c != '\\');
      if (label.isEmpty() || label.length() > LONGEST_LABEL || !printable) {
        return Optional.empty();
      }
    }
    return Optional.of(bare);
  }

  public byte[] encode() {
    ByteBuffer packet = ByteBuffer.allocate(12 + name.length() + 2 + 4 + 11);
    packet.putShort((short) id).putShort((short) RECURSION_DESIRED);
    packet.putShort((short) 1).putShort((short) 0).putShort((short) 0);
    packet.putShort((short) (edns ? 1 : 0));
    if (!name.equals(".")) {
      for (String label : name.split("\\.", -1)) {
        packet.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
      }
    }
    packet.put((byte) 0).putShort((short) typeNumber()).putShort((short) DnsMessage.CLASS_IN);
    if (edns) {
      // Root name, OPT, our payload size, version and flags 0, no options.
      packet.put((byte) 0).putShort((short) DnsMessage.TYPE_OPT).putShort((short) PAYLOAD_BYTES);
      packet.putInt(0).putShort((short) 0);
    }
    byte[] bytes = new byte[packet.flip().remaining()];
    packet.get(bytes);
    return bytes;
  }

  /**
   * Whether the message is an answer to this question (RFC 5452 section 9.1). A server that
   * understood nothing may leave the question out (RFC 6891 section 7), but then it can neither say
   * that there is an answer nor that there is no such name.
   */
  public boolean isAnsweredBy(DnsMessage message) {
    if (!message.response() || message.opcode() != 0 || message.id() != id) {
      return false;
    }
    if (message.questions().isEmpty()) {
      return message.flaw().isEmpty() && message.rcode() != 0 && message.rcode() != 3;
    }
    DnsMessage.Question asked = message.questions().get(0);
    return message.questions().size() == 1
        && asked.type() == typeNumber()
        && asked.dnsClass() == DnsMessage.CLASS_IN
        && asked.name().equalsIgnoreCase(name);
  }

  private int typeNumber() {
    return switch (type) {
      case A -> DnsMessage.TYPE_A;
      case AAAA -> DnsMessage.TYPE_AAAA;
      case SRV -> DnsMessage.TYPE_SRV;
    };
  }
}
