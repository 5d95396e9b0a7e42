package io.roomwatch.agent.web;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.blackbox.ProbePage;
import io.roomwatch.agent.blackbox.Targets;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.journal.History;
import io.roomwatch.agent.maintenance.Attestations;
import io.roomwatch.agent.maintenance.ItemStatus;
import io.roomwatch.agent.maintenance.Silence;
import io.roomwatch.agent.maintenance.Silences;
import io.roomwatch.agent.maintenance.duty.BaselineState;
import io.roomwatch.agent.metrics.Metrics;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.web.door.Door;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What a web server of a test shows; what the test does not set is empty. */
public class Showroom implements Site.Room, Site.Records, Site.Desk {

  private final Supplier<RoomStatus> status;
  private final Supplier<Optional<String>> unready;
  private final Supplier<Optional<String>> faults;

  public Supplier<List<Alert>> alerts = List::of;
  public List<ItemStatus> schedule = List.of();
  public List<Event> events = List.of();
  public List<Silence> silences = List.of();
  public List<BaselineState> offers = List.of();
  public Map<String, List<History.Span>> history = Map.of();
  public Site.Mail mail = new Site.Mail(List.of(), List.of(), List.of());

  /** What cannot be read or kept now; empty: all can be. */
  public Optional<String> broken = Optional.empty();

  public final List<Attestations.Request> attested = new ArrayList<>();
  public final List<Silences.Request> silenced = new ArrayList<>();
  public final List<String> ended = new ArrayList<>();

  public Showroom(Supplier<RoomStatus> status) {
    this(status, Optional::empty, Optional::empty);
  }

  Showroom(
      Supplier<RoomStatus> status,
      Supplier<Optional<String>> unready,
      Supplier<Optional<String>> faults) {
    this.status = status;
    this.unready = unready;
    this.faults = faults;
  }

  public final Site site(Metrics metrics) {
    return new Site(this, this, this, metrics);
  }

  public static WebServer.Ground ground(Executor workers) {
    return ground(workers, System::nanoTime);
  }

  public static WebServer.Ground ground(Executor workers, LongSupplier nanoTime) {
    return new WebServer.Ground(
        workers, InstantSource.fixed(Rooms.AT), nanoTime, new SplittableRandom(20261120));
  }

  /** One that allows nothing. */
  public static Function<Request, Answer> probe() {
    ProbePage page =
        new ProbePage(
            new ProbePage.Ground(
                () -> new Targets(Set.of(), Map.of(), Set.of(), "zoom.us"),
                Situations::healthy,
                () -> {
                  throw new IllegalStateException("nobody asks");
                },
                Runnable::run,
                System::nanoTime,
                new SplittableRandom(2),
                "roomwatch/test"));
    return page::answer;
  }

  /** One without locks. */
  public static Door open() {
    try {
      return new Door(
          Optional.empty(), List.of("boardroom-agent"), System::nanoTime, new SplittableRandom(1));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public RoomStatus status() {
    return status.get();
  }

  @Override
  public List<Alert> alerts() {
    return alerts.get();
  }

  @Override
  public List<ItemStatus> schedule() {
    return schedule;
  }

  @Override
  public Optional<String> unready() {
    return unready.get();
  }

  @Override
  public ZoneId zone() {
    return ZoneOffset.UTC;
  }

  @Override
  public List<Event> events(Duration since, int most) throws IOException {
    return whole(events);
  }

  @Override
  public History history(Duration length) throws IOException {
    return whole(new History(status().at().minus(length), status().at(), history));
  }

  @Override
  public List<Silence> silences() throws IOException {
    return whole(silences);
  }

  @Override
  public Site.Mail mail(int most) throws IOException {
    return whole(mail);
  }

  @Override
  public List<BaselineState> offers(String item) throws IOException {
    return whole(offers);
  }

  @Override
  public Attestations.Outcome attest(Attestations.Request request) throws IOException {
    whole(attested).add(request);
    ItemStatus item =
        schedule.stream().filter(one -> one.item().id().equals(request.item())).findFirst().get();
    return request.by().isBlank()
        ? new Attestations.Outcome.Refused("Say who you are: the name is kept.")
        : new Attestations.Outcome.Kept(
            item.last().orElseThrow(),
            item,
            List.of(request.by() + " attests " + request.result().label() + "."),
            List.of(),
            "Next due soon.");
  }

  @Override
  public List<String> silenceable() {
    return List.of("link.peer", "link.peer:boardroom-pc", "link.port-closed");
  }

  @Override
  public Silences.Outcome silence(Silences.Request request) throws IOException {
    whole(silenced).add(request);
    return request.by().isBlank()
        ? new Silences.Outcome.Refused("Say who you are: the name is kept.")
        : new Silences.Outcome.Done(
            new Silence(
                7,
                request.ids(),
                request.by(),
                request.reason(),
                new Silence.Span(Rooms.AT, Rooms.AT.plus(request.lasts())),
                Optional.empty()));
  }

  @Override
  public Silences.Outcome endSilence(long id, String by) throws IOException {
    whole(ended).add(id + " " + by);
    return new Silences.Outcome.Done(silences.getFirst());
  }

  @Override
  public Optional<String> reload() {
    return faults.get();
  }

  private <T> T whole(T value) throws IOException {
    if (broken.isPresent()) {
      throw new IOException(broken.get());
    }
    return value;
  }
}
