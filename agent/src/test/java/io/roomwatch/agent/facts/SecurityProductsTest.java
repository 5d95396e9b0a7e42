package io.roomwatch.agent.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecurityProductsTest {

  private static List<String> of(String... names) {
    return SecurityProducts.of(
        Stream.of(names)
            .map(
                name ->
                    new RunningProcess(
                        4,
                        name,
                        Optional.empty(),
                        Instant.EPOCH,
                        Optional.empty(),
                        OptionalInt.empty()))
            .toList());
  }

  @Test
  void productsAreNamedOnceAndSorted() {
    assertEquals(
        List.of(
            "CrowdStrike Falcon", "Microsoft Defender Antivirus", "Symantec Endpoint Protection"),
        of("ccSvcHst", "svchost", "MsMpEng", "SepMasterService", "CSFalconService"));
  }

  @Test
  void namesAreComparedWithoutCaseAndWithOrWithoutExe() {
    assertEquals(
        List.of("Kaspersky", "Netskope Client", "Zscaler Client Connector"),
        of("AVP.EXE", "stagentsvc", "ZSATunnel.exe"));
  }

  @Test
  void partsOfNamesAreNoProduct() {
    assertEquals(List.of(), of("avpui2", "mavp", "ekrnx", "MsMpEngCP", "Teams", "", ".exe"));
  }
}
