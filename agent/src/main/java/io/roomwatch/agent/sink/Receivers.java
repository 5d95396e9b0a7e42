package io.roomwatch.agent.sink;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Sink;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes receivers of configured sinks. Nothing is connected, read or loaded for one before it is
 * used.
 */
public final class Receivers {

  private final Surroundings surroundings;

  public Receivers(Surroundings surroundings) {
    Surroundings.Network network = surroundings.network();
    this.surroundings =
        new Surroundings(
            new Surroundings.Network(network.proxies(), new Once(network.tls()), network.limits()),
            surroundings.clocks(),
            surroundings.machine(),
            surroundings.executor());
  }

  /** Reading a machine's roots takes time and memory: when first needed, and not again. */
  private static final class Once implements Supplier<SSLContext> {
    private final Supplier<SSLContext> tls;
    private @Nullable SSLContext got;

    Once(Supplier<SSLContext> tls) {
      this.tls = tls;
    }

    @Override
    public synchronized SSLContext get() {
      SSLContext have = got == null ? tls.get() : got;
      got = have;
      return have;
    }
  }

  /** One for each sink that is told of alerts, in the order given: all kinds but heartbeats. */
  public List<Receiver> of(List<Sink> sinks) {
    return sinks.stream().map(this::of).flatMap(Optional::stream).toList();
  }

  /** One for each heartbeat, in the order given. */
  public List<Heartbeat> heartbeats(List<Sink> sinks) {
    return sinks.stream()
        .flatMap(sink -> sink instanceof Sink.Heartbeat beat ? Stream.of(beat) : Stream.empty())
        .map(this::heartbeat)
        .toList();
  }

  private Heartbeat heartbeat(Sink.Heartbeat sink) {
    return new Heartbeat(sink, new HttpExchanges(surroundings, Redaction.of(sink)));
  }

  /** Empty for a heartbeat, which is no receiver of alerts. */
  public Optional<Receiver> of(Sink sink) {
    Redaction redaction = Redaction.of(sink);
    HttpExchanges http = new HttpExchanges(surroundings, redaction);
    ZoneId zone = surroundings.clocks().zone();
    Optional<Receiver> receiver =
        switch (sink) {
          case Sink.Webhook webhook ->
              Optional.of(new WebhookReceiver(webhook, http, surroundings.clocks().clock()));
          case Sink.Alertmanager alertmanager ->
              Optional.of(new AlertmanagerReceiver(alertmanager, http, surroundings));
          case Sink.PagerDuty pagerDuty ->
              Optional.of(new PagerDutyReceiver(pagerDuty, http, zone));
          case Sink.Slack slack -> Optional.of(new SlackReceiver(slack, http, zone));
          case Sink.Teams teams -> Optional.of(new TeamsReceiver(teams, http, zone));
          case Sink.Email email -> Optional.of(new EmailReceiver(email, surroundings));
          case Sink.Syslog syslog -> Optional.of(new SyslogReceiver(syslog, surroundings));
          case Sink.Heartbeat heartbeat -> Optional.empty();
          case Sink.Exec exec -> Optional.of(new ExecReceiver(exec, surroundings));
        };
    return receiver.map(made -> new Guarded(made, redaction));
  }

  /** The same, with nothing secret in its text. */
  static Delivery cleaned(Delivery delivery, Redaction redaction) {
    return switch (delivery) {
      case Delivery.Taken taken -> new Delivery.Taken(redaction.clean(taken.said()));
      case Delivery.Later later ->
          new Delivery.Later(redaction.clean(later.said()), later.notBefore(), later.answered());
      case Delivery.Rejected rejected -> new Delivery.Rejected(redaction.clean(rejected.said()));
    };
  }

  /** The way out of every receiver: nothing that it says, throws or is called holds a secret. */
  static final class Guarded implements Receiver {

    private final Receiver receiver;
    private final Redaction redaction;

    Guarded(Receiver receiver, Redaction redaction) {
      this.receiver = receiver;
      this.redaction = redaction;
    }

    @Override
    public String name() {
      return receiver.name();
    }

    @Override
    public Audience audience() {
      return receiver.audience();
    }

    @Override
    public Optional<Resend> resend() {
      return receiver.resend();
    }

    /**
     * @throws IllegalStateException for a fault of ours, with its place and without its cause,
     *     whose text may hold a secret
     */
    @Override
    public Delivery deliver(Notice notice, Attempt attempt) {
      try {
        return cleaned(receiver.deliver(notice, attempt), redaction);
      } catch (RuntimeException e) {
        IllegalStateException told =
            new IllegalStateException(name() + ": " + redaction.clean(e.toString()));
        told.setStackTrace(e.getStackTrace());
        throw told;
      }
    }

    @Override
    public String toString() {
      return "receiver " + name();
    }
  }
}
