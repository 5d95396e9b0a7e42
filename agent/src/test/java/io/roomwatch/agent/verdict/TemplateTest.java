package io.roomwatch.agent.verdict;

import static io.roomwatch.agent.verdict.States.failed;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TemplateTest {

  private static String filled(String template, Reading... readings) {
    return Template.fill(template, List.of(failed("link.peer:a", Reason.TIMEOUT, readings)));
  }

  @Test
  void aPartWithoutItsReadingIsLeftOut() {
    assertEquals("a", filled("{target}[ ({address})]"));
    assertEquals("a", filled("{target}[ ({address})]", Reading.absent("address")));
    assertEquals(
        "a (10.0.0.1)", filled("{target}[ ({address})]", Reading.text("address", "10.0.0.1")));
    assertEquals("a", filled("{target}[: {names}]", Reading.texts("names", List.of())));
  }

  @Test
  void numbersAreWrittenShort() {
    assertEquals("-74 dBm", filled("{signal} dBm", Reading.number("signal", -74)));
    assertEquals("2.5 s", filled("{time} s", Reading.number("time", 2.49)));
  }

  @Test
  void whatAReadingSaysIsNeverATemplateItself() {
    assertEquals(
        "x $1 {target} [y]", filled("x {owner}", Reading.text("owner", "$1 {target} [y]")));
  }

  @Test
  void manyTargetsAreNamedAndCounted() {
    List<CheckStatus> five =
        List.of("a", "b", "c", "d", "e").stream()
            .map(name -> failed("link.peer:" + name, Reason.TIMEOUT))
            .toList();
    assertEquals("a, b, c and 2 more", Template.fill("{targets}", five));
    assertEquals("a, b and c", Template.fill("{targets}", five.subList(0, 3)));
    assertEquals("a and b", Template.fill("{targets}", five.subList(0, 2)));
  }

  @Test
  void ofManyTargetsEveryAddressIsNamedOrNone() {
    CheckStatus a = failed("link.peer:a", Reason.TIMEOUT, Reading.text("address", "10.0.0.1"));
    CheckStatus b = failed("link.peer:b", Reason.TIMEOUT, Reading.text("address", "10.0.0.2"));
    CheckStatus c = failed("link.peer:c", Reason.TIMEOUT, Reading.absent("address"));
    String template = "{targets}[ ({address})]";
    assertEquals("a and b (10.0.0.1 and 10.0.0.2)", Template.fill(template, List.of(a, b)));
    assertEquals("a and c", Template.fill(template, List.of(a, c)));
  }

  @Test
  void theTextOfACheckEndsASentence() {
    assertEquals("Slow: the line is busy.", slow("The line is busy."));
    assertEquals("Slow: Zoom is busy.", slow("Zoom is busy."));
  }

  private static String slow(String text) {
    CheckId clock = CheckId.of(CheckKind.LOCAL_CLOCK);
    Finding finding = Finding.degraded(Reason.THRESHOLD, text);
    Observation look = new Observation(clock, States.NOW, Duration.ZERO, finding);
    return Template.fill(
        "Slow: {text}.",
        List.of(
            new CheckStatus(
                clock, State.DEGRADED, Reason.THRESHOLD, States.NOW, Optional.of(look), false)));
  }
}
