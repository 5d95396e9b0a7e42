package io.roomwatch.agent.sink;

import static io.roomwatch.agent.sink.Fault.BLACKHOLE;
import static io.roomwatch.agent.sink.Fault.BROKEN;
import static io.roomwatch.agent.sink.Fault.CUT_ANSWER;
import static io.roomwatch.agent.sink.Fault.NONE;
import static io.roomwatch.agent.sink.Fault.NOT_FOUND;
import static io.roomwatch.agent.sink.Fault.REFUSED;
import static io.roomwatch.agent.sink.Fault.RESET;
import static io.roomwatch.agent.sink.Fault.SLOW_ANSWER;
import static io.roomwatch.agent.sink.Fault.TOO_MANY;
import static io.roomwatch.agent.sink.Fault.UNAUTHORIZED;
import static io.roomwatch.agent.sink.Fault.UNKNOWN_NAME;
import static io.roomwatch.agent.sink.Fault.UNTRUSTED;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.config.Secret;
import io.roomwatch.agent.config.Sink;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real receiver of one kind, on loopback, which falls ill and recovers at the same address, and
 * remembers what it got.
 */
public abstract class Station implements AutoCloseable {

  /** Everything that is told of alerts; syslog with each of its transports. */
  public enum Kind {
    WEBHOOK,
    ALERTMANAGER,
    PAGERDUTY,
    SLACK,
    TEAMS,
    EMAIL,
    SYSLOG_UDP,
    SYSLOG_TCP,
    SYSLOG_TLS,
    EXEC;

    /** Whether a message is taken all the same. */
    public boolean withstands(Fault fault) {
      return fault == NONE
          || switch (this) {
            case WEBHOOK, ALERTMANAGER, PAGERDUTY, SLACK, TEAMS ->
                EnumSet.of(SLOW_ANSWER, CUT_ANSWER).contains(fault);
            case EMAIL -> false;
            // Nobody answers, so nothing is ever refused.
            case SYSLOG_UDP -> !EnumSet.of(REFUSED, UNKNOWN_NAME).contains(fault);
            case SYSLOG_TCP ->
                !EnumSet.of(REFUSED, BLACKHOLE, UNKNOWN_NAME, SLOW_ANSWER, RESET).contains(fault);
            case SYSLOG_TLS ->
                !EnumSet.of(REFUSED, BLACKHOLE, UNKNOWN_NAME, UNTRUSTED, SLOW_ANSWER, RESET)
                    .contains(fault);
            case EXEC -> EnumSet.of(UNKNOWN_NAME, UNTRUSTED, CUT_ANSWER).contains(fault);
          };
    }

    /** Whether a message is refused, and not only put off. */
    public boolean parksAt(Fault fault) {
      return switch (this) {
        case WEBHOOK, ALERTMANAGER, PAGERDUTY, SLACK, TEAMS, EMAIL ->
            EnumSet.of(UNAUTHORIZED, NOT_FOUND).contains(fault);
        case SYSLOG_UDP, SYSLOG_TCP, SYSLOG_TLS -> false;
        // No such program, a failure, and a death: after the fifth.
        case EXEC -> EnumSet.of(REFUSED, UNAUTHORIZED, NOT_FOUND, RESET).contains(fault);
      };
    }

    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Faults that take as long as the receiver's limits. */
  public static final Set<Fault> SLOW = Set.of(BLACKHOLE, SLOW_ANSWER);

  /**
   * A message that was read to its end.
   *
   * @param status {@code firing} or {@code resolved}
   * @param refused it was answered with an error, so nobody knows of it
   */
  public record Got(String status, String key, boolean refused) {}

  /** What Alertmanager's end of a firing alert is counted from. */
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private static final Pattern KEY = Pattern.compile("berlin/Boardroom_4\\.12/[a-z0-9.-]+[a-z0-9]");

  private final Kind kind;
  private final List<Got> got = new CopyOnWriteArrayList<>();
  private volatile Ground ground = new Ground(Ground.PATIENT);

  volatile Fault fault = NONE;

  /** Done when a message has been read, before it is answered. */
  private volatile Runnable whenRead = () -> {};

  /** Done when it has been answered. */
  private volatile Runnable whenAnswered = () -> {};

  Station(Kind kind) {
    this.kind = kind;
  }

  /**
   * @param plan what it is going to suffer, for its address has to be such that it can
   * @param folder of its own, empty
   */
  public static Station open(Kind kind, Fault plan, Path folder) throws Exception {
    return switch (kind) {
      case WEBHOOK, ALERTMANAGER, PAGERDUTY, SLACK, TEAMS -> new HttpStation(kind, plan);
      case EMAIL -> new MailStation(plan);
      case SYSLOG_UDP -> new DatagramStation(plan);
      case SYSLOG_TCP, SYSLOG_TLS -> new SyslogStation(kind, plan);
      case EXEC -> new ExecStation(folder);
    };
  }

  /** From now on. */
  public abstract void suffer(Fault what) throws Exception;

  /** As a process that starts now has it; what an earlier one is doing is broken off. */
  public Receiver receiver(boolean hasty) {
    ground.close();
    ground = new Ground(hasty ? new Surroundings.Limits(LIMIT, LIMIT) : Ground.PATIENT).at(NOW);
    return receiver(sink(), ground);
  }

  private static final Duration LIMIT = Duration.ofMillis(400);

  static Receiver receiver(Sink sink, Ground ground) {
    return ground.receivers().of(sink).orElseThrow();
  }

  /** The same in another process, without any fault. */
  public static Receiver elsewhere(Kind kind, String address) {
    return receiver(at(kind, address, "127.0.0.1", false), new Ground(Ground.PATIENT).at(NOW));
  }

  /** Its port, or its folder, for another process. */
  public abstract String address();

  abstract Sink sink();

  public Kind kind() {
    return kind;
  }

  public List<Got> got() {
    return got;
  }

  /**
   * From now on kills who sends it something.
   *
   * @param answered having answered; else having read all of it
   */
  public void kills(ProcessHandle sender, boolean answered) throws IOException {
    Runnable kill = () -> assertTrue(sender.destroyForcibly() || !sender.isAlive());
    if (answered) {
      whenAnswered = kill;
    } else {
      whenRead = kill;
    }
  }

  /** Kills nobody any more. */
  public void spares() throws IOException {
    whenRead = whenAnswered = () -> {};
  }

  void answered() {
    whenAnswered.run();
  }

  /** Takes down a message that was read, before anything is said about it. */
  void read(String status, String key, boolean refused) {
    got.add(new Got(status, key, refused));
    whenRead.run();
  }

  /** What people read. */
  void readText(String text, boolean refused) {
    String plain = text.replace("=\r\n", "").replace("=\n", "").replace("\\", "");
    Matcher key = KEY.matcher(plain);
    boolean found = key.find();
    read(
        plain.contains("[RESOLVED]") ? "resolved" : plain.contains("[FIRING]") ? "firing" : plain,
        found ? key.group() : plain,
        refused);
  }

  static boolean isRefusal(Fault fault) {
    return EnumSet.of(UNAUTHORIZED, NOT_FOUND, TOO_MANY, BROKEN).contains(fault);
  }

  static Sink at(Kind kind, String address, String host, boolean secure) {
    String base = (secure ? "https://" : "http://") + host + ":" + address;
    return switch (kind) {
      case WEBHOOK -> new Sink.Webhook(kind.label(), new Secret(base), Optional.empty(), List.of());
      case ALERTMANAGER ->
          new Sink.Alertmanager(kind.label(), List.of(URI.create(base)), Optional.empty());
      case PAGERDUTY ->
          new Sink.PagerDuty(kind.label(), URI.create(base + "/v2/enqueue"), new Secret("key"));
      case SLACK -> new Sink.Slack(kind.label(), new Secret(base));
      case TEAMS -> new Sink.Teams(kind.label(), new Secret(base));
      case EMAIL ->
          new Sink.Email(
              kind.label(),
              new Sink.MailServer(
                  new Cloud.HostPort(host, Integer.parseInt(address)),
                  secure ? Sink.Encryption.STARTTLS : Sink.Encryption.NONE,
                  Optional.of(new Cloud.Login("ada", new Secret("secret")))),
              "roomwatch@example.com",
              List.of("av@example.com"));
      case SYSLOG_UDP -> syslog(kind, host, address, Sink.Transport.UDP);
      case SYSLOG_TCP -> syslog(kind, host, address, Sink.Transport.TCP);
      case SYSLOG_TLS -> syslog(kind, host, address, Sink.Transport.TLS);
      case EXEC -> new Sink.Exec(kind.label(), List.of(address + "/tell"), Duration.ofSeconds(20));
    };
  }

  private static Sink syslog(Kind kind, String host, String port, Sink.Transport transport) {
    return new Sink.Syslog(
        kind.label(), new Cloud.HostPort(host, Integer.parseInt(port)), transport, 3);
  }

  @Override
  public void close() throws IOException {
    ground.close();
  }
}
