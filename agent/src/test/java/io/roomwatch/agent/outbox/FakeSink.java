package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.sink.Delivery;
import io.roomwatch.agent.sink.Receiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** A receiver that remembers what it took and answers as a test says. */
final class FakeSink implements Receiver {

  static final Delivery OK = new Delivery.Taken("200");
  static final Delivery DOWN = new Delivery.Later("connection refused", Optional.empty());
  static final Delivery REFUSED = new Delivery.Rejected("404: no such workflow");

  private final String name;
  private final Audience audience;
  private final Optional<Resend> resend;

  /** Everything that was tried. */
  final List<Notice> tried = new ArrayList<>();

  final List<Attempt> attempts = new ArrayList<>();

  /** Everything that was taken. */
  final List<Notice> taken = new ArrayList<>();

  /** The process died while this was being tried. */
  boolean dead;

  BiFunction<Notice, Attempt, Delivery> answer = (notice, attempt) -> OK;

  FakeSink(String name, Audience audience) {
    this(name, audience, Optional.empty());
  }

  FakeSink(String name, Audience audience, Optional<Resend> resend) {
    this.name = name;
    this.audience = audience;
    this.resend = resend;
  }

  void answers(Delivery delivery) {
    answer = (notice, attempt) -> delivery;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Audience audience() {
    return audience;
  }

  @Override
  public Optional<Resend> resend() {
    return resend;
  }

  @Override
  public Delivery deliver(Notice notice, Attempt attempt) {
    tried.add(notice);
    attempts.add(attempt);
    Delivery delivery;
    try {
      delivery = answer.apply(notice, attempt);
    } catch (FaultyStore.Crash e) {
      dead = true;
      throw e;
    }
    if (delivery instanceof Delivery.Taken) {
      taken.add(notice);
    }
    return delivery;
  }

  /** What was taken, as {@code firing link.peer-down}. */
  List<String> story() {
    return taken.stream().map(FakeSink::words).toList();
  }

  static String words(Notice notice) {
    return notice.status().label() + " " + notice.cause().id();
  }

  Duration lastLate() {
    return attempts.getLast().late();
  }
}
