package io.roomwatch.agent.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.facts.Subnet;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressWordsTest {

  /** Examples of RFC 5952, sections 4 and 5, and the ends of the range. */
  @ParameterizedTest
  @CsvSource({
    "10.4.12.20, 10.4.12.20",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "0:0:0:0:0:0:0:0, ::",
    "0:0:0:0:0:0:0:1, ::1",
    "fe80:0:0:0:0:0:0:0, fe80::",
    "0:0:1:0:0:0:0:0, 0:0:1::",
    "2001:db8:10:100:1000:a0b0:c00:f00, 2001:db8:10:100:1000:a0b0:c00:f00",
    "1:0:0:2:0:0:3:0, 1::2:0:0:3:0"
  })
  void addressesAreWrittenShort(String whole, String brief) throws Exception {
    assertEquals(brief, AddressWords.text(InetAddress.getByName(whole)));
  }

  @ParameterizedTest
  @CsvSource({
    "10.4.12.20, 24, 10.4.12.20/24",
    // A stable and a temporary address of one network.
    "2001:db8:1:2:5054:ff:fe12:3456, 64, 2001:db8:1:2::/64",
    "2001:db8:1:2:9c1d:77aa:1:2, 64, 2001:db8:1:2::/64",
    // DHCPv6 gives single addresses.
    "2001:db8:1:2:9c1d:77aa:1:2, 128, 2001:db8:1:2::/64",
    // Given by hand.
    "2001:db8:1:2::20, 64, 2001:db8:1:2::20/64",
    "fd00::ffff:ffff, 64, fd00::ffff:ffff/64",
    "fd00::1:0:0, 64, fd00::/64"
  })
  void temporaryAddressesCompareByTheirNetwork(String address, int prefix, String lasting)
      throws Exception {
    assertEquals(lasting, AddressWords.lasting(new Subnet(InetAddress.getByName(address), prefix)));
  }

  @Test
  void aLinkLocalAddressTellsOnlyInIpv4() throws Exception {
    assertEquals(false, AddressWords.isTelling(InetAddress.getByName("fe80::1")));
    assertEquals(true, AddressWords.isTelling(InetAddress.getByName("169.254.7.7")));
    assertEquals(false, AddressWords.isTelling(InetAddress.getByName("127.0.0.1")));
    assertEquals(false, AddressWords.isTelling(InetAddress.getByName("::1")));
  }
}
