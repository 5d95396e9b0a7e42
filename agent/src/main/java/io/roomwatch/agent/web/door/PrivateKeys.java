package io.roomwatch.agent.web.door;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Private keys of PEM files: PKCS#8 (RFC 5958), and what OpenSSL wrote before it, PKCS#1 for RSA
 * (RFC 8017 appendix A.1.2) and SEC 1 for elliptic curves (RFC 5915). The JDK reads only the first:
 * the others are put into it.
 */
final class PrivateKeys {

  private static final Pattern PEM =
      Pattern.compile(
          "(?s)-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----(.+?)-----END \\1-----");

  private static final byte[] VERSION = {0x02, 0x01, 0x00};
  private static final byte[] RSA = {
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };
  private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

  private PrivateKeys() {}

  /**
   * The first key in a text.
   *
   * @throws IOException with what is wrong, and nothing of the text
   */
  static PrivateKey read(String text) throws IOException {
    Matcher found = PEM.matcher(text);
    if (!found.find()) {
      throw new IOException("has no private key in PEM");
    }
    if (found.group(1).startsWith("ENCRYPTED") || found.group(2).contains("Proc-Type")) {
      throw new IOException("is encrypted: nobody could type its password when this starts");
    }
    byte[] der;
    try {
      der = Base64.getMimeDecoder().decode(found.group(2).strip());
    } catch (IllegalArgumentException e) {
      throw new IOException("is not good PEM", e);
    }
    byte[] pkcs8 =
        switch (found.group(1)) {
          case "RSA PRIVATE KEY" -> wrapped(RSA, der);
          case "EC PRIVATE KEY" -> wrapped(tagged(0x30, EC, curve(der)), der);
          default -> der;
        };
    return Stream.of("RSA", "EC", "EdDSA")
        .flatMap(algorithm -> key(algorithm, pkcs8).stream())
        .findFirst()
        .orElseThrow(() -> new IOException("is no RSA, EC or Ed25519 key"));
  }

  /** Empty when it is another algorithm's, or no key at all. */
  private static Optional<PrivateKey> key(String algorithm, byte[] pkcs8) {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static byte[] wrapped(byte[] algorithm, byte[] key) {
    return tagged(0x30, VERSION, algorithm, tagged(0x04, key));
  }

  /** The object identifier of the curve: what tag [0] of an ECPrivateKey holds. */
  private static byte[] curve(byte[] der) throws IOException {
    try {
      ByteBuffer whole = content(ByteBuffer.wrap(der), 0x30).orElseThrow();
      while (whole.hasRemaining()) {
        int tag = whole.get(whole.position()) & 0xff;
        ByteBuffer value = content(whole, tag).orElseThrow();
        if (tag == 0xa0) {
          byte[] identifier = new byte[value.remaining()];
          value.get(identifier);
          return identifier;
        }
      }
    } catch (RuntimeException e) {
      throw new IOException("is not good DER", e);
    }
    throw new IOException("does not name its curve; convert it: openssl pkcs8 -topk8 -nocrypt");
  }

  /** The value of the next element, which must have this tag; moves behind it. */
  private static Optional<ByteBuffer> content(ByteBuffer der, int tag) {
    if ((der.get() & 0xff) != tag) {
      return Optional.empty();
    }
    int length = der.get() & 0xff;
    if (length > 0x80) {
      int bytes = length & 0x7f;
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = (length << 8) | (der.get() & 0xff);
      }
    }
    ByteBuffer value = der.slice(der.position(), length);
    der.position(der.position() + length);
    return Optional.of(value);
  }

  private static byte[] tagged(int tag, byte[]... parts) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      value.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = value.size();
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    out.writeBytes(value.toByteArray());
    return out.toByteArray();
  }
}
