package io.roomwatch.agent.web;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.journal.History;
import io.roomwatch.agent.maintenance.Agenda;
import io.roomwatch.agent.maintenance.Answer;
import io.roomwatch.agent.maintenance.ItemStatus;
import io.roomwatch.agent.maintenance.Silence;
import io.roomwatch.agent.maintenance.Timetable;
import io.roomwatch.agent.maintenance.calendar.Occurrence;
import io.roomwatch.agent.maintenance.duty.BaselineState;
import io.roomwatch.agent.maintenance.duty.Duty;
import io.roomwatch.agent.maintenance.duty.Result;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.outbox.Entry;
import io.roomwatch.agent.verdict.RoomStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A showroom with something of everything in it. */
public final class Furnished {

  private Furnished() {}

  /**
   * @param name of persons, sinks and reasons, and in what they say
   */
  public static Showroom with(Supplier<RoomStatus> status, String name) {
    Showroom room = new Showroom(status);
    room.schedule = schedule(name);
    room.alerts = () -> alerts(status.get(), name);
    room.events = events(name);
    room.silences =
        List.of(
            new Silence(
                3,
                List.of("room.peripherals"),
                name,
                "The camera is being replaced: " + name,
                new Silence.Span(
                    Rooms.AT.minus(Duration.ofHours(1)), Rooms.AT.plus(Duration.ofHours(30))),
                Optional.empty()));
    room.offers =
        List.of(
            new BaselineState(
                "local.firewall",
                Optional.of(
                    new BaselineState.Taken(
                        List.of("allow tcp 9090 from LocalSubnet", name), Rooms.AT, "roomwatch")),
                Optional.empty()));
    room.history = history();
    room.mail =
        new Site.Mail(
            List.of(entry(41, name, Entry.Status.PENDING, "connect timed out")),
            List.of(entry(40, "chat", Entry.Status.PARKED, "HTTP 404: no such workflow")),
            List.of(entry(39, "ops", Entry.Status.DELIVERED, "")));
    return room;
  }

  private static List<ItemStatus> schedule(String name) {
    Instant began = Rooms.AT.minus(Duration.ofDays(40));
    Agenda agenda = Agenda.of(Config.defaults("boardroom-agent"), ZoneOffset.UTC);
    List<ItemStatus> items = new ArrayList<>(Timetable.empty(agenda, began));
    ItemStatus overdue = items.get(4);
    items.set(
        4,
        new ItemStatus(
            overdue.item(),
            Optional.of(answer(overdue.item().id(), name, Result.NO_ACCESS)),
            new Occurrence("2026-11", Rooms.AT.minus(Duration.ofDays(18))),
            true,
            true,
            Optional.of("A person: " + name + " had no access."),
            List.of("link.controllers ok: 2 controllers", name)));
    ItemStatus done = items.get(0);
    items.set(
        0,
        new ItemStatus(
            done.item(),
            Optional.of(answer(done.item().id(), Answer.AGENT, Result.PASS)),
            new Occurrence("2026-W48", Rooms.AT.plus(Duration.ofDays(3))),
            false,
            false,
            Optional.empty(),
            List.of()));
    return items;
  }

  private static Answer answer(String item, String by, Result result) {
    return new Answer(
        item,
        new Occurrence("2026-10", Rooms.AT.minus(Duration.ofDays(45))),
        Duty.Kind.ATTEST,
        new Answer.Said(Rooms.AT.minus(Duration.ofDays(44)), by, result, by));
  }

  private static List<Alert> alerts(RoomStatus status, String name) {
    if (status.verdict().cause().state() == State.OK) {
      return List.of();
    }
    Notice.Cause cause =
        new Notice.Cause(
            status.verdict().cause().id().label(),
            status.verdict().cause().id().layer().label(),
            status.verdict().cause().state().label(),
            new Notice.Certainty("high", List.of("2002")),
            status.verdict().summary(),
            status.verdict().next(),
            new Notice.Evidence(List.of("link.peer:boardroom-pc"), List.of()));
    Alert.Identity identity =
        new Alert.Identity(
            "roomwatch/berlin/boardroom-4.12/link.port-filtered",
            new Notice.Room(status.room().name(), status.room().site()),
            Rooms.AT.minus(Duration.ofMinutes(46)));
    return List.of(
        new Alert(
            identity,
            cause,
            new Alert.Firing(Rooms.AT, Rooms.AT, Set.of("ops", name), 1, Optional.of(name)),
            new Alert.Bout(1, Rooms.AT, false)));
  }

  private static List<Event> events(String name) {
    return List.of(
        Event.of(
            Rooms.AT.minus(Duration.ofHours(20)),
            Event.Kind.AGENT,
            "roomwatch",
            "Roomwatch 1.2.3 (abc1234) started."),
        new Event(
            Rooms.AT.minus(Duration.ofHours(3)),
            Event.Kind.CHANGE,
            "address eth0",
            "eth0 has another address: was 10.4.12.19, is 10.4.12.20. " + name,
            Optional.of("10.4.12.19"),
            Optional.of("10.4.12.20")),
        new Event(
            Rooms.AT.minus(Duration.ofMinutes(47)),
            Event.Kind.CHECK,
            "link.peer:boardroom-pc",
            "link.peer:boardroom-pc was ok, is failed (timeout): no answer within 3 s.",
            Optional.of("ok"),
            Optional.of("failed")));
  }

  private static Map<String, List<History.Span>> history() {
    Instant from = Rooms.AT.minus(Duration.ofHours(24));
    Instant[] at = {
      from,
      from.plus(Duration.ofHours(9)),
      from.plus(Duration.ofHours(10)),
      from.plus(Duration.ofHours(14)),
      Rooms.AT.minus(Duration.ofMinutes(47)),
      Rooms.AT
    };
    return Map.of(
        "link.peer:boardroom-pc",
        List.of(
            new History.Span(at[0], at[1], State.OK),
            new History.Span(at[1], at[2], State.FAILED),
            new History.Span(at[2], at[3], State.DEGRADED),
            new History.Span(at[3], at[4], State.OK),
            new History.Span(at[4], at[5], State.FAILED)));
  }

  private static Entry entry(long id, String sink, Entry.Status status, String said) {
    Notice.Room room = new Notice.Room("Boardroom 4.12", "berlin");
    return new Entry(
        id,
        sink,
        Notice.test(room, Rooms.AT),
        new Entry.Progress(
            status, 3, Rooms.AT.minus(Duration.ofMinutes(46)), Optional.of(Rooms.AT), said));
  }
}
