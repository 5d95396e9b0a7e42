package io.roomwatch.agent.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The same tests on NIO, which Windows and macOS use: in a JVM of their own, since Netty decides
 * once for each.
 */
final class ProbesOnNioTest {
  private static final List<Class<?>> TESTS =
      List.of(
          UdpProbeTest.class,
          DnsProbeTest.class,
          DnsOverTcpTest.class,
          DnsHostileTest.class,
          StunProbeTest.class,
          SntpProbeTest.class,
          StampProbeTest.class);

  @Test
  void allDatagramProbesBehaveTheSameWithoutEpoll() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dio.netty.transport.noNative=true",
                "-Dio.netty.leakDetection.level=paranoid",
                "-cp",
                System.getProperty("java.class.path"),
                ProbesOnNioTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.contains(" DEBUG "))
            .reduce("", (all, line) -> all + line + "\n");
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), output);
    assertFalse(output.contains("LEAK"), output);
    assertTrue(output.contains("passed on NIO"), output);
  }

  /** Runs every test of those classes, as JUnit would; fails with the first that fails. */
  public static void main(String[] args) throws ReflectiveOperationException {
    assertFalse(Epoll.isAvailable());
    int passed = 0;
    for (Class<?> tests : TESTS) {
      for (Method method : tests.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class)) {
          run(tests, method);
          passed++;
        }
      }
    }
    System.gc(); // What was leaked is told when the next buffer is made.
    run(UdpProbeTest.class, UdpProbeTest.class.getDeclaredMethod("anyAnswerIsAnAnswer"));
    System.out.println(passed + " tests passed on NIO");
  }

  private static void run(Class<?> tests, Method method) throws ReflectiveOperationException {
    var constructor = tests.getDeclaredConstructor();
    Object instance = constructor.newInstance();
    try {
      method.invoke(instance);
    } catch (InvocationTargetException e) {
      throw new AssertionError(tests.getSimpleName() + "." + method.getName(), e.getCause());
    } finally {
      for (Method after : tests.getDeclaredMethods()) {
        if (after.isAnnotationPresent(AfterEach.class)) {
          after.invoke(instance);
        }
      }
    }
  }
}
