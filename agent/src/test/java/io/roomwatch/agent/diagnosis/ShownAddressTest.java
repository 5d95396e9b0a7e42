package io.roomwatch.agent.diagnosis;

import static io.roomwatch.agent.diagnosis.Diagnoses.names;
import static io.roomwatch.agent.diagnosis.Diagnoses.saying;
import static io.roomwatch.agent.diagnosis.Diagnoses.shown;
import static io.roomwatch.agent.diagnosis.Diagnoses.supposition;
import static io.roomwatch.agent.verdict.States.degraded;
import static io.roomwatch.agent.verdict.States.failed;
import static io.roomwatch.agent.verdict.States.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.verdict.Provenance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The address that the controller shows as the room's. */
final class ShownAddressTest {

  private static final CheckStatus INTERFACE =
      saying(
          ok("local.interface"),
          "Up.",
          Reading.texts("addresses", List.of("10.4.12.20/24", "2001:db8:0:0:0:0:0:7/64")));

  @Test
  void aLoopbackAddressPointsAtTheProxySettings() {
    for (String address : List.of("127.0.0.1", "127.9.9.9", "::1")) {
      Diagnosis diagnosis =
          Diagnoses.of(shown(address), degraded("local.proxy", Reason.LOOPBACK_ONLY));
      assertEquals(List.of("proxy-settings", "loopback-listener"), names(diagnosis));
      Supposition first = diagnosis.suppositions().getFirst();
      assertEquals(Standing.SUPPORTED, first.judgement().standing());
      assertEquals(Provenance.OFFICIAL, first.basis().provenance());
      assertTrue(first.basis().source().contains("KB0065712"));
      assertEquals(
          Provenance.INFERRED, supposition(diagnosis, "loopback-listener").basis().provenance());
      assertEquals(
          "A controller that shows 127.0.0.1 as the room's address points at the web proxy settings"
              + " of the room's device.",
          new Answer(diagnosis).sentences().getFirst());
    }
  }

  @Test
  void besideACodeItsHypothesesComeFirstAmongWhatIsOpen() {
    Asked both =
        new Asked(
            Optional.of("2002"), shown("127.0.0.1").shownIp(), Optional.empty(), Optional.empty());
    Diagnosis diagnosis = Diagnosis.of(Diagnoses.seen(List.of()), both, Diagnoses.BOOK);
    assertEquals("proxy-settings", names(diagnosis).getFirst());
    assertEquals(names(diagnosis).stream().distinct().toList(), names(diagnosis));
    assertTrue(
        new Answer(diagnosis).sentences().getLast().contains("2002 and the loopback address"));
    Diagnosis found =
        Diagnosis.of(
            Diagnoses.seen(List.of(failed("link.peer:pc", Reason.REFUSED))), both, Diagnoses.BOOK);
    assertEquals("port-closed", names(found).getFirst(), "what was found comes before any hint");
  }

  @Test
  void anAddressThatADeviceGaveItselfPointsAtDhcp() {
    Diagnosis diagnosis =
        Diagnoses.of(shown("169.254.7.7"), failed("local.interface", Reason.NO_ROUTE));
    assertEquals(List.of("no-dhcp"), names(diagnosis));
    assertEquals(Standing.SUPPORTED, diagnosis.suppositions().getFirst().judgement().standing());
    assertEquals(List.of(), names(Diagnoses.of(shown("fe80::1"))), "every IPv6 host has one");
  }

  @Test
  void anyOtherAddressIsComparedWithThoseMeasured() {
    assertEquals(
        List.of("10.4.12.20 is the address that local.interface has."),
        new Answer(Diagnoses.of(shown("10.4.12.20"), INTERFACE)).sentences());
    assertEquals(
        List.of("2001:db8:0:0:0:0:0:7 is the address that local.interface has."),
        new Answer(Diagnoses.of(shown("2001:db8::7"), INTERFACE)).sentences());
    assertEquals(
        List.of(
            "10.4.99.1 is not among the addresses that were measured (10.4.12.20,"
                + " 2001:db8:0:0:0:0:0:7): compare it with the one on the room's own display."),
        new Answer(Diagnoses.of(shown("10.4.99.1"), INTERFACE)).sentences());
    assertEquals(
        List.of(
            "No address of the room was measured: compare 10.4.99.1 with the one on the room's own"
                + " display."),
        new Answer(Diagnoses.of(shown("10.4.99.1"))).sentences());
  }

  @Test
  void besideTheRoomOnlyThePeersAddressesCount() {
    CheckStatus peer = saying(ok("link.peer:pc"), "Open.", Reading.text("address", "10.4.12.20"));
    Diagnosis diagnosis =
        Diagnosis.of(
            Diagnoses.seen(List.of(INTERFACE, peer), false, Map.of()),
            shown("2001:db8::7"),
            Diagnoses.BOOK);
    assertTrue(
        new Answer(diagnosis).sentences().getFirst().contains("measured (10.4.12.20)"),
        new Answer(diagnosis).sentences()::toString);
  }
}
