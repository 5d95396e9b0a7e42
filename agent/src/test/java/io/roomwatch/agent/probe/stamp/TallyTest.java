package io.roomwatch.agent.probe.stamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TallyTest {

  private static final long MILLI = 1_000_000;

  private final Tally tally = new Tally();

  private void sends(int packets) {
    for (int i = 0; i < packets; i++) {
      tally.sent(time(i), i * 50L * MILLI);
    }
  }

  private static long time(int number) {
    return 1_000_000L + number;
  }

  private boolean hears(int number, int own) {
    return hears(number, own, 0, number * 50L * MILLI + 10 * MILLI);
  }

  /**
   * @param heldFor what the reflector says, in units of 2^-32 s
   */
  private boolean hears(int number, int own, long heldFor, long nanos) {
    return tally.heard(
        new StampPacket.Reflected(
            new StampPacket.Stamp(own, 5_000_000_000L + heldFor, 1),
            5_000_000_000L,
            new StampPacket.Stamp(number, time(number), 1),
            255),
        nanos);
  }

  private Optional<Tally.Directions> ways(int forward, int backward) {
    return Optional.of(new Tally.Directions(forward, backward));
  }

  @Test
  void nothingLostIsLostInNeitherDirection() {
    sends(4);
    for (int i = 0; i < 4; i++) {
      assertTrue(hears(i, i));
    }
    assertEquals(4, tally.answered());
    assertEquals(ways(0, 0), tally.directions());
  }

  @Test
  void theReflectorsNumbersTellWhereAPacketWasLost() {
    sends(10);
    // 1 and 2 never arrived there; the answers to 4 and 6 never arrived here.
    hears(0, 0);
    hears(3, 1);
    hears(5, 3);
    hears(7, 5);
    hears(8, 6);
    hears(9, 7);
    assertEquals(6, tally.answered());
    assertEquals(ways(2, 2), tally.directions());
  }

  @Test
  void whatIsLostAfterTheLastAnswerHasNoDirection() {
    sends(10);
    hears(0, 0);
    hears(2, 1);
    assertEquals(ways(1, 0), tally.directions());
    assertEquals(2, tally.answered());
  }

  @Test
  void anAnswerThatComesTwiceCountsOnce() {
    sends(3);
    hears(0, 0);
    assertTrue(hears(0, 0));
    hears(2, 1);
    assertEquals(2, tally.answered());
    assertEquals(1, tally.repeated());
    assertEquals(ways(1, 0), tally.directions());
  }

  @Test
  void aQuestionThatArrivesTwiceDoesNotHideALoss() {
    sends(4);
    hears(0, 0);
    hears(0, 1);
    hears(2, 2);
    hears(3, 3);
    // 1 was lost on its way there, although four were counted.
    assertEquals(1, tally.repeated());
    assertEquals(ways(1, 0), tally.directions());
  }

  @Test
  void answersThatOvertakeEachOtherAreAllTaken() {
    sends(4);
    hears(2, 2);
    hears(0, 0);
    hears(3, 3);
    hears(1, 1);
    assertEquals(4, tally.answered());
    assertEquals(0, tally.repeated());
    assertEquals(ways(0, 0), tally.directions());
  }

  @Test
  void whatWasNotSentIsNotAnswered() {
    sends(2);
    assertFalse(hears(2, 0));
    assertFalse(hears(-1, 0));
    assertFalse(
        tally.heard(
            new StampPacket.Reflected(
                new StampPacket.Stamp(0, 1, 1), 1, new StampPacket.Stamp(0, 77, 1), 255),
            MILLI),
        "its time was never sent");
    assertEquals(0, tally.answered());
    assertEquals(Optional.empty(), tally.directions());
  }

  @Test
  void numbersThatMakeNoSenseTellNothing() {
    sends(4);
    hears(0, 40);
    hears(3, 43);
    assertEquals(2, tally.answered());
    assertEquals(Optional.empty(), tally.directions());
  }

  @Test
  void theTimeInTheReflectorIsNoPartOfTheWay() {
    sends(3);
    hears(0, 0, 1L << 24, 10 * MILLI); // 3.90625 ms
    hears(1, 1, 1L << 32, 60 * MILLI); // a second: its clock was set
    hears(2, 2, -(1L << 32), 110 * MILLI);
    assertEquals(
        List.of(Duration.ofNanos(6_093_750), Duration.ofMillis(10), Duration.ofMillis(10)),
        tally.roundTrips());
  }
}
