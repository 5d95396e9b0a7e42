package io.roomwatch.agent.web;

import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.metrics.Scene;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.PhaseTime;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.outbox.OutboxCounts;
import io.roomwatch.agent.store.StoreHealth;
import io.roomwatch.agent.verdict.Provenance;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.verdict.Verdict;
import io.roomwatch.agent.verdict.VerdictId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A room with one closed port, for tests of what shows it. */
public final class Rooms {

  public static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
  public static final CheckId PEER = CheckId.of(CheckKind.LINK_PEER, "boardroom-pc");

  private Rooms() {}

  public static Observation refused() {
    return new Observation(
        PEER,
        AT,
        Duration.ofMillis(2),
        Finding.failed(Reason.REFUSED, "port 9090 is closed on boardroom-pc")
            .with(
                Reading.absent("connect_seconds"),
                Reading.number("port", 9090),
                Reading.flag("host_answers", true))
            .timed(List.of(new PhaseTime(Phase.CONNECT, Duration.ofMillis(1)))));
  }

  public static RoomStatus room(String name) {
    Verdict verdict =
        new Verdict(
            new Verdict.Cause(
                VerdictId.LINK_PORT_CLOSED, State.FAILED, Verdict.Confidence.HIGH, List.of("2002")),
            AT,
            "port 9090 is closed on <boardroom-pc>",
            "start Zoom Rooms",
            List.of(PEER),
            List.of(),
            new Verdict.Grounds("a-rule", "It works.", Provenance.OFFICIAL, "KB0065712"));
    return new RoomStatus(
        new RoomStatus.Room(name, "berlin"),
        new RoomStatus.Agent("1.2.3", AT, Optional.empty()),
        AT,
        verdict,
        List.of(
            new CheckStatus(PEER, State.FAILED, Reason.REFUSED, AT, Optional.of(refused()), false),
            new CheckStatus(
                CheckId.of(CheckKind.LOCAL_CLOCK),
                State.UNKNOWN,
                Reason.NO_ANSWER,
                AT,
                Optional.empty(),
                false)));
  }

  public static Scene scene(String name) {
    return new Scene(
        room(name),
        new Scene.Build("1.2.3", "abc1234", "25"),
        new Scene.Machine(
            "self",
            List.of(
                new NetInterface(
                    "eth0",
                    "eth0",
                    NetInterface.Kind.ETHERNET,
                    true,
                    List.of(),
                    OptionalLong.of(1_000_000_000L),
                    new NetInterface.Counters(1, 2, 3, 4))),
            Optional.of(new Scene.Reflector(20, Map.of("forged", 1L, "malformed", 2L)))),
        new Scene.Scheduler(false, 0.001, new Scene.Runs(5, 6, 7, 8)),
        new Scene.Reload(true, AT),
        kept(),
        new Scene.Told(new OutboxCounts(Map.of(), 0, false), List.of()));
  }

  /** A store of 4 KiB, and no item yet. */
  public static Scene.Kept kept() {
    return new Scene.Kept(
        new StoreHealth(StoreHealth.State.OK, AT, "", Optional.empty(), 4096, 1, 0),
        2,
        3,
        List.of());
  }
}
