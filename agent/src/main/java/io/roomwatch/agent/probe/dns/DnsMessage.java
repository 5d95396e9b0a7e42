package io.roomwatch.agent.probe.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a DNS message says (RFC 1035 section 4, RFC 2782, RFC 3596, RFC 6891), read from hostile
 * bytes without ever failing: whatever cannot be read is a flaw of the message.
 *
 * <p>Our own reader, because Netty's codec-dns leaves SRV unread (its target may be compressed into
 * the rest of the message), takes a message whose counts lie for a complete one, and joins labels
 * with dots before they can be compared.
 *
 * @param rcode the extended one when the message has an OPT record
 * @param answers of class IN and the types we ask for, with aliases; others are skipped
 * @param flaw why reading stopped in the question or answer section, empty when it did not; the
 *     later sections are not needed and forgiven, as system resolvers do
 */
public record DnsMessage(
    int id,
    boolean response,
    int opcode,
    boolean truncated,
    int rcode,
    List<Question> questions,
    List<Answer> answers,
    Optional<String> flaw) {

  /** Names are compared without case (RFC 4343); the text is as it came. */
  public record Question(String name, int type, int dnsClass) {}

  /** A record of the answer section. */
  public sealed interface Answer {
    String owner();
  }

  record Alias(String owner, String target) implements Answer {}

  record Address(String owner, InetAddress address) implements Answer {}

  record Service(String owner, int priority, int weight, int port, String target)
      implements Answer {}

  static final int CLASS_IN = 1;
  static final int TYPE_A = 1;
  static final int TYPE_CNAME = 5;
  static final int TYPE_AAAA = 28;
  static final int TYPE_SRV = 33;
  static final int TYPE_OPT = 41;

  private static final int HEADER_BYTES = 12;
  private static final int LONGEST_NAME = 255;

  /** The longest name has 127 labels; more jumps than that only cost time. */
  private static final int MOST_POINTERS = 127;

  /** Far above what a resolver says of one host; it bounds the memory a hostile one can take. */
  private static final int MOST_ANSWERS = 512;

  public DnsMessage {
    questions = List.copyOf(questions);
    answers = List.copyOf(answers);
  }

  /** Reads a message; empty when the bytes are too few for a header. */
  public static Optional<DnsMessage> read(byte[] packet) {
    return packet.length < HEADER_BYTES ? Optional.empty() : Optional.of(new Reader(packet).read());
  }

  /** The name of a response code in the IANA registry "DNS RCODEs" (read 2026-11), in capitals. */
  public static String rcodeName(int rcode) {
    return switch (rcode) {
      case 0 -> "NOERROR";
      case 1 -> "FORMERR";
      case 2 -> "SERVFAIL";
      case 3 -> "NXDOMAIN";
      case 4 -> "NOTIMP";
      case 5 -> "REFUSED";
      case 6 -> "YXDOMAIN";
      case 7 -> "YXRRSET";
      case 8 -> "NXRRSET";
      case 9 -> "NOTAUTH";
      case 10 -> "NOTZONE";
      case 11 -> "DSOTYPENI";
      case 16 -> "BADVERS";
      case 17 -> "BADKEY";
      case 18 -> "BADTIME";
      case 19 -> "BADMODE";
      case 20 -> "BADNAME";
      case 21 -> "BADALG";
      case 22 -> "BADTRUNC";
      case 23 -> "BADCOOKIE";
      default -> "RCODE" + rcode;
    };
  }

  /** The bytes end or mean nothing; without a stack, since hostile packets make many of these. */
  private static final class Unreadable extends Exception {
    Unreadable(String why) {
      super(why, null, false, false);
    }
  }

  private static final class Reader {
    private final ByteBuffer packet;
    private final List<Question> questions = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();

    Reader(byte[] packet) {
      this.packet = ByteBuffer.wrap(packet);
    }

    DnsMessage read() {
      int id = packet.getChar();
      int flags = packet.getChar();
      int[] counts = {packet.getChar(), packet.getChar(), packet.getChar(), packet.getChar()};
      int rcode = flags & 0xf;
      Optional<String> flaw = Optional.empty();
      try {
        if (counts[0] > 1) {
          throw new Unreadable("more than one question"); // RFC 9619
        }
        if (counts[0] == 1) {
          questions.add(new Question(name(), u16(), u16()));
        }
        for (int i = 0; i < counts[1]; i++) {
          answer();
        }
        rcode |= extendedRcode(counts[2] + counts[3]) << 4;
      } catch (Unreadable e) {
        flaw = Optional.ofNullable(e.getMessage());
      }
      return new DnsMessage(
          id,
          (flags & 0x8000) != 0,
          flags >> 11 & 0xf,
          (flags & 0x0200) != 0,
          rcode,
          questions,
          answers,
          flaw);
    }

    private void answer() throws Unreadable {
      String owner = name();
      int type = u16();
      int dnsClass = u16();
      skip(4); // time to live
      int length = u16();
      int end = packet.position() + length;
      require(length, "a record longer than the message");
      if (dnsClass == CLASS_IN) {
        switch (type) {
          case TYPE_A -> answers.add(new Address(owner, address(length, 4)));
          case TYPE_AAAA -> answers.add(new Address(owner, address(length, 16)));
          case TYPE_CNAME -> answers.add(new Alias(owner, name()));
          case TYPE_SRV -> answers.add(new Service(owner, u16(), u16(), u16(), name()));
          default -> packet.position(end);
        }
      }
      if (dnsClass == CLASS_IN && packet.position() != end) {
        throw new Unreadable("a record whose length lies");
      }
      if (answers.size() > MOST_ANSWERS) {
        throw new Unreadable("more than " + MOST_ANSWERS + " answers");
      }
      packet.position(end);
    }

    /** The upper bits from an OPT record behind the answers, 0 without one or when unreadable. */
    private int extendedRcode(int records) {
      try {
        for (int i = 0; i < records; i++) {
          name();
          int type = u16();
          skip(2); // class, or our payload size
          int upper = u8();
          skip(3);
          if (type == TYPE_OPT) {
            return upper;
          }
          skip(u16());
        }
      } catch (Unreadable e) {
        // Nothing of ours is behind this point.
        return 0;
      }
      return 0;
    }

    private InetAddress address(int length, int expected) throws Unreadable {
      if (length != expected) {
        throw new Unreadable("an address of " + length + " bytes");
      }
      byte[] bytes = new byte[length];
      packet.get(bytes);
      try {
        // getByAddress(bytes) would turn ::ffff:10.0.0.1 into an IPv4 address, which it is not.
        return length == 4
            ? InetAddress.getByAddress(bytes)
            : Inet6Address.getByAddress(null, bytes, -1);
      } catch (UnknownHostException e) {
        throw new Unreadable("an address of " + Arrays.toString(bytes));
      }
    }

    /**
     * A name at the position, decompressed (RFC 1035 section 4.1.4). A pointer must point before
     * the part of the name it ends, so each lands earlier than the one before: no loop can be made.
     */
    private String name() throws Unreadable {
      StringBuilder text = new StringBuilder();
      int resume = -1;
      int start = packet.position();
      int bytes = 1;
      int pointers = 0;
      for (int length = u8(); length != 0; length = u8()) {
        if (length >= 0xc0) {
          int target = (length & 0x3f) << 8 | u8();
          if (target >= start || ++pointers > MOST_POINTERS) {
            throw new Unreadable("compression pointers that lead nowhere");
          }
          resume = resume < 0 ? packet.position() : resume;
          packet.position(target);
          start = target;
          continue;
        }
        if (length > 63) {
          throw new Unreadable("a label of an unknown kind");
        }
        bytes += 1 + length;
        if (bytes > LONGEST_NAME) {
          throw new Unreadable("a name longer than " + LONGEST_NAME + " bytes");
        }
        require(length, "a label longer than the message");
        label(text, length);
      }
      if (resume >= 0) {
        packet.position(resume);
      }
      return text.isEmpty() ? "." : text.toString();
    }

    /** Presentation form of RFC 1035 section 5.1: what is no plain character becomes \DDD. */
    private void label(StringBuilder text, int length) {
      if (!text.isEmpty()) {
        text.append('.');
      }
      for (int i = 0; i < length; i++) {
        int octet = packet.get() & 0xff;
        if (octet <= ' ' || octet > '~' || octet == '.' || octet == '\\') {
          text.append('\\').append((char) ('0' + octet / 100));
          text.append((char) ('0' + octet / 10 % 10)).append((char) ('0' + octet % 10));
        } else {
          text.append((char) octet);
        }
      }
    }

    private int u8() throws Unreadable {
      require(1, "the message ends early");
      return packet.get() & 0xff;
    }

    private int u16() throws Unreadable {
      require(2, "the message ends early");
      return packet.getChar();
    }

    private void skip(int bytes) throws Unreadable {
      require(bytes, "the message ends early");
      packet.position(packet.position() + bytes);
    }

    private void require(int bytes, String otherwise) throws Unreadable {
      if (packet.remaining() < bytes) {
        throw new Unreadable(otherwise);
      }
    }
  }
}
