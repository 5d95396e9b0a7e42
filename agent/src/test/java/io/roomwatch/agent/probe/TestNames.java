package io.roomwatch.agent.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.security.Security;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Stands in for the system's resolver in all tests of this module: names under {@code .test} (RFC
 * 6761) are what a test says they are and no packet leaves for them. Others go to the real one.
 */
public final class TestNames extends InetAddressResolverProvider {

  /** What a name resolves to; may block, and may throw as the system does. */
  public interface Answer {
    Stream<InetAddress> get() throws UnknownHostException;
  }

  static {
    // The JVM reads it once, when it first has an answer to remember: a name that was unknown a
    // moment ago may be known now.
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  private static final Map<String, Answer> NAMES = new ConcurrentHashMap<>();
  private static final AtomicInteger NEXT = new AtomicInteger();

  /** A name never used before, for the JVM remembers answers. */
  public static String name(Answer answer) {
    String name = "host" + NEXT.incrementAndGet() + ".test";
    NAMES.put(name, answer);
    return name;
  }

  /** A name with these addresses, literals, in this order. */
  static String name(String... literals) {
    return name(
        () -> {
          Stream.Builder<InetAddress> addresses = Stream.builder();
          for (String literal : literals) {
            addresses.add(InetAddress.getByName(literal));
          }
          return addresses.build();
        });
  }

  /** A name whose lookup fails with this message. */
  public static String failing(String message) {
    return name(
        () -> {
          throw new UnknownHostException(message);
        });
  }

  @Override
  public InetAddressResolver get(Configuration configuration) {
    InetAddressResolver real = configuration.builtinResolver();
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        Answer answer = NAMES.get(host);
        return answer == null ? real.lookupByName(host, policy) : answer.get();
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        return real.lookupByAddress(address);
      }
    };
  }

  @Override
  public String name() {
    return "names of tests";
  }
}
