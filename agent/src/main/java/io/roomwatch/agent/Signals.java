package io.roomwatch.agent;

import java.lang.reflect.Proxy;
import org.slf4j.LoggerFactory;

/**
 * POSIX signals through {@code sun.misc.Signal} (module jdk.unsupported), the only way the JDK has;
 * by reflection because naming it warns at every compile and the build allows no warning. A system
 * without the signal goes without it.
 */
final class Signals {
  private Signals() {}

  /** Sends this process a signal. */
  static void raise(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      signal
          .getMethod("raise", signal)
          .invoke(null, signal.getConstructor(String.class).newInstance(name));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no signal " + name + " on this system", e);
    }
  }

  /** Calls {@code action} on a thread of the JVM's at each signal, {@code HUP} or {@code TERM}. */
  static void on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object listener =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                  return null;
                }
                return method.getName().equals("hashCode")
                    ? (Object) System.identityHashCode(proxy)
                    : name;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
    } catch (ReflectiveOperationException e) {
      LoggerFactory.getLogger(Signals.class)
          .debug("no signal {} on this system: {}", name, String.valueOf(e.getCause()));
    }
  }
}
