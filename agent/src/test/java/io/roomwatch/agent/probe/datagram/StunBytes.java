package io.roomwatch.agent.probe.datagram;

import io.roomwatch.agent.probe.DatagramBench;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/** Writes STUN messages byte by byte, the broken ones too. */
public final class StunBytes {
  public static final int SUCCESS = 0x0101;
  public static final int ERROR = 0x0111;
  private static final byte[] COOKIE = {0x21, 0x12, (byte) 0xa4, 0x42};

  private final int type;
  private final byte[] transaction;
  private final ByteArrayOutputStream attributes = new ByteArrayOutputStream();

  public StunBytes(int type, byte[] transaction) {
    this.type = type;
    this.transaction = transaction.clone();
  }

  /** The transaction of a request. */
  public static byte[] transaction(byte[] request) {
    return Arrays.copyOfRange(request, 8, 20);
  }

  public StunBytes attribute(int kind, byte[] value) {
    return attribute(kind, value.length, value);
  }

  /** With a length of its own choice. */
  public StunBytes attribute(int kind, int length, byte[] value) {
    attributes.write(kind >> 8);
    attributes.write(kind);
    attributes.write(length >> 8);
    attributes.write(length);
    attributes.writeBytes(value);
    attributes.writeBytes(new byte[(4 - value.length % 4) % 4]);
    return this;
  }

  public StunBytes mapped(InetSocketAddress address) {
    return attribute(0x0001, value(address, new byte[16]));
  }

  public StunBytes xorMapped(InetSocketAddress address) {
    byte[] mask = ByteBuffer.allocate(16).put(COOKIE).put(transaction).array();
    return attribute(0x0020, value(address, mask));
  }

  private static byte[] value(InetSocketAddress address, byte[] mask) {
    byte[] host = address.getAddress().getAddress();
    byte[] value = new byte[4 + host.length];
    value[1] = (byte) (host.length == 4 ? 1 : 2);
    value[2] = (byte) (address.getPort() >> 8 ^ mask[0]);
    value[3] = (byte) (address.getPort() ^ mask[1]);
    for (int i = 0; i < host.length; i++) {
      value[4 + i] = (byte) (host[i] ^ mask[i]);
    }
    return value;
  }

  public StunBytes error(int code, String phrase) {
    byte[] words = phrase.getBytes(StandardCharsets.UTF_8);
    return attribute(
        0x0009,
        ByteBuffer.allocate(4 + words.length)
            .put(2, (byte) (code / 100))
            .put(3, (byte) (code % 100))
            .put(4, words)
            .array());
  }

  public byte[] build() {
    return build(attributes.size());
  }

  /** With a length in the header of its own choice. */
  public byte[] build(int length) {
    byte[] body = attributes.toByteArray();
    return ByteBuffer.allocate(20 + body.length)
        .putShort((short) type)
        .putShort((short) length)
        .put(COOKIE)
        .put(transaction)
        .put(body)
        .array();
  }

  public byte[] buildWithFingerprint() {
    byte[] covered = build(attributes.size() + 8);
    CRC32 crc = new CRC32();
    crc.update(covered);
    ByteBuffer value = ByteBuffer.allocate(4).putInt((int) crc.getValue() ^ 0x5354554e);
    return attribute(0x8028, value.array()).build();
  }

  public static List<byte[]> examples(byte[] transaction) {
    InetSocketAddress four = new InetSocketAddress(DatagramBench.address("192.0.2.1"), 50_000);
    InetSocketAddress six = new InetSocketAddress(DatagramBench.address("2001:db8::1"), 50_000);
    return List.of(
        new StunBytes(SUCCESS, transaction).xorMapped(four).build(),
        new StunBytes(SUCCESS, transaction).mapped(six).xorMapped(six).buildWithFingerprint(),
        new StunBytes(SUCCESS, transaction).attribute(0x8022, new byte[5]).mapped(four).build(),
        new StunBytes(ERROR, transaction).error(420, "Unknown Attribute").build(),
        StunMessage.request(transaction));
  }
}
