package io.roomwatch.agent.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the daemon is doing, in the words of sd_notify(3). Where nobody asked to be
 * told ({@code NOTIFY_SOCKET} is not set) everything here does nothing. Never throws: what cannot
 * be sent is logged once, until it can be again. Safe from any thread; a call may take up to a
 * second when systemd does not take its mail.
 */
public final class ServiceManager {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

  /** {@code systemctl status} shows one line. */
  private static final int LONGEST_STATUS = 300;

  private final Optional<Wire> wire;
  private final Optional<Duration> watchdog;
  private final LongSupplier nanoTime;
  private final AtomicBoolean failing = new AtomicBoolean();

  /** Carries one message. */
  @FunctionalInterface
  interface Wire {
    void send(byte[] message) throws IOException;
  }

  ServiceManager(Optional<Wire> wire, Optional<Duration> watchdog, LongSupplier nanoTime) {
    this.wire = wire;
    this.watchdog = watchdog;
    this.nanoTime = nanoTime;
  }

  /** Nobody: a command, or a daemon started by hand. */
  public static ServiceManager none() {
    return new ServiceManager(Optional.empty(), Optional.empty(), () -> 0);
  }

  /**
   * The one that started this process, if any.
   *
   * @param environment has {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC} and {@code WATCHDOG_PID}
   * @param pid of this process
   * @param nanoTime {@code System::nanoTime}, which on Linux is {@code CLOCK_MONOTONIC}
   */
  public static ServiceManager of(
      Map<String, String> environment, long pid, LongSupplier nanoTime) {
    String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (socket.isEmpty()) {
      return none();
    }
    if (!socket.startsWith("/") && !socket.startsWith("@")) {
      LOG.warn("NOTIFY_SOCKET is {}, neither a path nor an abstract name: not used", socket);
      return none();
    }
    return new ServiceManager(
        Optional.of(message -> UnixDatagram.send(socket, message)),
        watchdog(environment, pid),
        nanoTime);
  }

  /** See sd_watchdog_enabled(3). */
  private static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
    String micros = environment.getOrDefault("WATCHDOG_USEC", "");
    String whose = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
    if (micros.isEmpty() || !whose.equals(Long.toString(pid))) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(micros))
          .filter(number -> number > 0)
          .map(number -> Duration.of(number, java.time.temporal.ChronoUnit.MICROS));
    } catch (NumberFormatException e) {
      LOG.warn("WATCHDOG_USEC is {}, not a number: nobody is fed", micros);
      return Optional.empty();
    }
  }

  /** Within this time it must hear {@link #alive} again, or it ends us; empty: it does not wait. */
  public Optional<Duration> watchdog() {
    return watchdog;
  }

  /** The daemon is up, or has taken what it was told to read again. */
  public void ready(String status) {
    send("READY=1\n" + line(status));
  }

  /** One line for people. */
  public void status(String status) {
    send(line(status));
  }

  /** Work goes on. */
  public void alive() {
    send("WATCHDOG=1");
  }

  /** The configuration is being read again; {@link #ready} says when that is over. */
  public void reloading() {
    // systemd knows by the time which READY belongs to which request.
    send("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(nanoTime.getAsLong()));
  }

  /** The daemon ends. */
  public void stopping() {
    send("STOPPING=1\nSTATUS=stopping");
  }

  private static String line(String status) {
    String one = status.replaceAll("\\p{Cntrl}+", " ");
    return "STATUS="
        + (one.length() > LONGEST_STATUS ? one.substring(0, LONGEST_STATUS - 1) + "…" : one);
  }

  private void send(String message) {
    if (wire.isEmpty()) {
      return;
    }
    try {
      wire.get().send(message.getBytes(StandardCharsets.UTF_8));
      failing.set(false);
    } catch (IOException e) {
      if (!failing.getAndSet(true)) {
        LOG.warn(
            "systemd was not told {}: {}", message.lines().findFirst().orElse(""), e.getMessage());
      }
    }
  }
}
