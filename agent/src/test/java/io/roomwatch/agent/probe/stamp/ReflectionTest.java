package io.roomwatch.agent.probe.stamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.probe.DatagramBench;
import io.roomwatch.agent.probe.StampMode;
import io.roomwatch.agent.probe.datagram.NtpTime;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ReflectionTest {

  private static final StampMode OPEN = StampMode.unauthenticated();
  private static final StampMode KEYED = StampMode.authenticated("roomwatch-test-key");
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final InetSocketAddress SENDER = new InetSocketAddress(DatagramBench.FOUR, 40_000);
  private static final InetSocketAddress STRANGER =
      new InetSocketAddress(DatagramBench.SIX, 40_000);

  private long nanos = 1_000_000_000_000L;

  private Reflection reflection(StampMode mode, boolean stateful) {
    return new Reflection(
        new Reflection.Rules(DatagramBench.FOUR::equals, mode, stateful), () -> NOW, () -> nanos);
  }

  private static byte[] test(int sequence, StampMode mode) {
    return StampPacket.test(
        new StampPacket.Stamp(sequence, NtpTime.of(NOW) - 99, StampPacket.ERROR_ESTIMATE), mode);
  }

  private static int own(Optional<byte[]> answer) {
    return assertInstanceOf(
                    StampPacket.Good.class, StampPacket.readReflected(answer.orElseThrow(), OPEN))
                .value()
            instanceof StampPacket.Reflected reflected
        ? reflected.own().sequence()
        : -1;
  }

  @Test
  void aStatefulReflectorCountsWhatReachesIt() {
    Reflection reflection = reflection(OPEN, true);
    for (int i = 0; i < 5; i++) {
      assertEquals(i, own(reflection.answer(test(i * 3, OPEN), SENDER)));
    }
    // Another session of the same host counts for itself.
    InetSocketAddress other = new InetSocketAddress(DatagramBench.FOUR, 40_001);
    assertEquals(0, own(reflection.answer(test(9, OPEN), other)));
    assertEquals(5, own(reflection.answer(test(9, OPEN), SENDER)));
  }

  @Test
  void aStatelessReflectorRepeatsTheNumber() {
    Reflection reflection = reflection(OPEN, false);
    assertEquals(3, own(reflection.answer(test(3, OPEN), SENDER)));
    assertEquals(17, own(reflection.answer(test(17, OPEN), SENDER)));
  }

  @Test
  void aSenderThatComesBackLaterBeginsAnew() {
    Reflection reflection = reflection(OPEN, true);
    assertEquals(0, own(reflection.answer(test(0, OPEN), SENDER)));
    nanos += Reflection.FORGOTTEN_AFTER.toNanos();
    assertEquals(1, own(reflection.answer(test(1, OPEN), SENDER)));
    nanos += Reflection.FORGOTTEN_AFTER.plusNanos(1).toNanos();
    assertEquals(0, own(reflection.answer(test(0, OPEN), SENDER)));
  }

  @Test
  void theAnswerRepeatsTheQuestionAndBearsItsTimes() {
    Reflection reflection = reflection(KEYED, true);
    byte[] answer = reflection.answer(test(4, KEYED), SENDER).orElseThrow();
    assertEquals(
        new StampPacket.Good<>(
            new StampPacket.Reflected(
                new StampPacket.Stamp(0, NtpTime.of(NOW), StampPacket.ERROR_ESTIMATE),
                NtpTime.of(NOW),
                new StampPacket.Stamp(4, NtpTime.of(NOW) - 99, StampPacket.ERROR_ESTIMATE),
                255)),
        StampPacket.readReflected(answer, KEYED));
  }

  @Test
  void strangersForgeriesAndNoiseAreNotAnsweredAndCounted() {
    Reflection reflection = reflection(KEYED, true);
    byte[] forged =
        StampPacket.test(
            new StampPacket.Stamp(0, 1, 1), StampMode.authenticated("another-test-key-x"));
    assertEquals(Optional.empty(), reflection.answer(test(0, KEYED), STRANGER));
    assertEquals(Optional.empty(), reflection.answer(forged, SENDER));
    assertEquals(Optional.empty(), reflection.answer(test(0, OPEN), SENDER));
    assertEquals(Optional.empty(), reflection.answer(new byte[0], SENDER));
    assertTrue(reflection.answer(test(0, KEYED), SENDER).isPresent());
    Reflection.Counts counts = reflection.counts();
    assertEquals(1, counts.reflected());
    assertEquals(1, counts.dropped().get(Reflection.Dropped.NOT_ALLOWED));
    assertEquals(1, counts.dropped().get(Reflection.Dropped.FORGED));
    assertEquals(2, counts.dropped().get(Reflection.Dropped.MALFORMED));
    assertEquals(0, counts.dropped().get(Reflection.Dropped.TOO_MANY));
    assertEquals(1, reflection.sessions(), "strangers take no memory");
  }

  @Test
  void twoReflectorsDoNotTalkToEachOtherForEver() {
    for (StampMode mode : new StampMode[] {OPEN, KEYED}) {
      Reflection one = reflection(mode, true);
      Reflection other = reflection(mode, true);
      byte[] answer = one.answer(test(0, mode), SENDER).orElseThrow();
      assertEquals(Optional.empty(), other.answer(answer, SENDER));
    }
  }

  @Test
  void aSenderAndAllSendersAreHeldToTheirRate() {
    Reflection reflection = reflection(OPEN, true);
    int answered = 0;
    for (int i = 0; i < 3 * Reflection.MOST_OF_ONE; i++) {
      answered += reflection.answer(test(i, OPEN), SENDER).isPresent() ? 1 : 0;
    }
    assertEquals(Reflection.MOST_OF_ONE, answered);
    nanos += Duration.ofSeconds(1).toNanos();
    assertTrue(reflection.answer(test(0, OPEN), SENDER).isPresent(), "a second later");
    int all = 1;
    for (int i = 0; i < 3 * Reflection.MOST_OF_ALL; i++) {
      InetSocketAddress one = new InetSocketAddress(DatagramBench.FOUR, 1024 + i);
      all += reflection.answer(test(i, OPEN), one).isPresent() ? 1 : 0;
    }
    assertEquals(Reflection.MOST_OF_ALL, all);
  }

  @Test
  void noMoreSendersAreRememberedThanFit() {
    Reflection reflection = reflection(OPEN, true);
    for (int i = 0; i < 1_000; i++) {
      reflection.answer(test(0, OPEN), new InetSocketAddress(DatagramBench.FOUR, 1024 + i));
    }
    assertEquals(Reflection.MOST_SESSIONS, reflection.sessions());
  }

  @Test
  void anotherKeyHoldsFromTheNextPacketOn() {
    Reflection reflection = reflection(OPEN, true);
    assertTrue(reflection.answer(test(0, OPEN), SENDER).isPresent());
    reflection.follow(new Reflection.Rules(DatagramBench.FOUR::equals, KEYED, true));
    assertEquals(Optional.empty(), reflection.answer(test(1, OPEN), SENDER));
    assertTrue(reflection.answer(test(1, KEYED), SENDER).isPresent());
  }

  @Test
  void noAnswerIsLongerThanItsQuestionWhateverComes() {
    long seed = new Random().nextLong();
    System.out.println("fuzzing the reflector, seed " + seed);
    Random random = new Random(seed);
    for (StampMode mode : new StampMode[] {OPEN, KEYED}) {
      Reflection reflection = reflection(mode, random.nextBoolean());
      for (int i = 0; i < 100_000; i++) {
        byte[] packet = java.util.Arrays.copyOf(test(i, mode), random.nextInt(300));
        for (int bent = random.nextInt(4); bent > 0 && packet.length > 0; bent--) {
          packet[random.nextInt(packet.length)] = (byte) random.nextInt();
        }
        nanos += 10_000_000;
        int length = packet.length;
        reflection
            .answer(packet, SENDER)
            .ifPresent(answer -> assertEquals(length, answer.length, "seed " + seed));
      }
      assertTrue(reflection.counts().reflected() > 0, "some were good");
    }
  }
}
