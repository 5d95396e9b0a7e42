package io.roomwatch.agent.probe.dns;

import io.roomwatch.agent.probe.DatagramBench;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes DNS messages byte by byte, the broken ones too. */
public final class DnsBytes {
  public static final int RESPONSE = 0x8180;
  public static final int TRUNCATED = 0x0200;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int[] counts = new int[4];
  private byte[] header = {};

  /** A response with the query's id and question. */
  public static DnsBytes answering(byte[] query, int flags) {
    DnsBytes message = new DnsBytes();
    message.header = new byte[] {query[0], query[1], (byte) (flags >> 8), (byte) flags};
    message.counts[0] = 1;
    message.raw(Arrays.copyOfRange(query, 12, questionEnd(query)));
    return message;
  }

  /** A response with the query's id and without its question. */
  public static DnsBytes headerOnly(byte[] query, int flags) {
    DnsBytes message = new DnsBytes();
    message.header = new byte[] {query[0], query[1], (byte) (flags >> 8), (byte) flags};
    return message;
  }

  /** Where the records of a query with one uncompressed question begin. */
  public static int questionEnd(byte[] query) {
    int at = 12;
    while (query[at] != 0) {
      at += 1 + query[at];
    }
    return at + 5;
  }

  /** Whether a query of ours carries an OPT record. */
  public static boolean hasEdns(byte[] query) {
    return query[11] == 1;
  }

  public static int id(byte[] query) {
    return (query[0] & 0xff) << 8 | (query[1] & 0xff);
  }

  public DnsBytes raw(byte[] more) {
    bytes.writeBytes(more);
    return this;
  }

  public DnsBytes raw(int... more) {
    for (int b : more) {
      bytes.write(b);
    }
    return this;
  }

  public DnsBytes u16(int value) {
    return raw(value >> 8, value);
  }

  /** A name without compression. */
  public DnsBytes name(String name) {
    return raw(wire(name));
  }

  public static byte[] wire(String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String label : name.split("\\.", -1)) {
      out.write(label.length());
      out.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
    }
    out.write(0);
    return out.toByteArray();
  }

  public DnsBytes record(byte[] owner, int type, byte[] data) {
    counts[1]++;
    return raw(owner).u16(type).u16(1).raw(0, 0, 0, 60).u16(data.length).raw(data);
  }

  public DnsBytes address(String owner, InetAddress address) {
    byte[] bytes = address.getAddress();
    return record(wire(owner), bytes.length == 4 ? 1 : 28, bytes);
  }

  public DnsBytes address(String owner, String literal) {
    return address(owner, DatagramBench.address(literal));
  }

  public DnsBytes alias(String owner, String target) {
    return record(wire(owner), 5, wire(target));
  }

  public DnsBytes service(String owner, int priority, int weight, int port, byte[] target) {
    byte[] data =
        new DnsBytes().u16(priority).u16(weight).u16(port).raw(target).bytes.toByteArray();
    return record(wire(owner), 33, data);
  }

  public DnsBytes opt(int upperRcode) {
    counts[3]++;
    return raw(0).u16(41).u16(1232).raw(upperRcode, 0, 0, 0).u16(0);
  }

  public DnsBytes id(int id) {
    header[0] = (byte) (id >> 8);
    header[1] = (byte) id;
    return this;
  }

  /** Claims counts that are not so. */
  public DnsBytes claiming(int questions, int answers, int authorities, int additionals) {
    counts[0] = questions;
    counts[1] = answers;
    counts[2] = authorities;
    counts[3] = additionals;
    return this;
  }

  public byte[] build() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header);
    for (int count : counts) {
      out.write(count >> 8);
      out.write(count);
    }
    out.writeBytes(bytes.toByteArray());
    return out.toByteArray();
  }

  /** With the two bytes of length that stream transports want. */
  public static byte[] framed(byte[] message) {
    byte[] framed = new byte[2 + message.length];
    framed[0] = (byte) (message.length >> 8);
    framed[1] = (byte) message.length;
    System.arraycopy(message, 0, framed, 2, message.length);
    return framed;
  }
}
