package io.roomwatch.agent.probe.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.TlsProbe.Trust;
import io.roomwatch.agent.probe.network.HostNames;
import io.roomwatch.agent.probe.tls.TrustAnchors.Judgement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustAnchorsTest {

  private static final String HOST = "server.test";

  private static Judgement judge(TrustAnchors anchors, List<X509Certificate> chain) {
    return anchors.judge(chain, "UNKNOWN", HOST);
  }

  private static Judgement judge(TrustAnchors anchors, X509Bundle bundle) {
    return judge(anchors, TestPki.chain(bundle));
  }

  private static void assertJudged(Reason reason, Trust trust, boolean maySend, Judgement judged) {
    assertEquals(reason, judged.reason(), judged.toString());
    assertEquals(trust, judged.chain().trust(), judged.toString());
    assertEquals(maySend, judged.maySend(), judged.toString());
  }

  @Test
  void orderOfTheChainDoesNotMatterAndStrangersInItNeither() throws Exception {
    X509Bundle root = TestPki.authority("CN=Root");
    X509Bundle one = TestPki.authority("CN=One", root);
    X509Bundle two = TestPki.authority("CN=Two", one);
    X509Bundle leaf = TestPki.server().buildIssuedBy(two);
    List<X509Certificate> others = new ArrayList<>(TestPki.certificates(root, one, two));
    others.add(TestPki.authority("CN=Stranger").getCertificate());
    // Same name as one on the way, another key.
    others.add(TestPki.authority("CN=One").getCertificate());
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      Collections.shuffle(others, random);
      List<X509Certificate> chain = new ArrayList<>(List.of(leaf.getCertificate()));
      chain.addAll(others);
      assertJudged(Reason.OK, Trust.PUBLIC, true, judge(TestPki.trusting(root), chain));
    }
  }

  @Test
  void crossSignedIntermediateFindsTheRootThatIsTrusted() throws Exception {
    X509Bundle unknown = TestPki.authority("CN=Unknown");
    X509Bundle known = TestPki.authority("CN=Known");
    X509Bundle first = TestPki.authority("CN=Middle", unknown);
    X509Certificate second =
        TestPki.valid()
            .subject("CN=Middle")
            .setIsCertificateAuthority(true)
            .keyPair(first.getKeyPair())
            .buildIssuedBy(known)
            .getCertificate();
    X509Bundle leaf = TestPki.server().buildIssuedBy(first);
    List<X509Certificate> chain = List.of(leaf.getCertificate(), first.getCertificate(), second);
    assertJudged(Reason.OK, Trust.PUBLIC, true, judge(TestPki.trusting(known), chain));
  }

  @Test
  void renewedIntermediateAfterItsOutdatedTwinIsFound() throws Exception {
    X509Bundle root = TestPki.authority("CN=Root");
    X509Bundle outdated =
        TestPki.expired(new CertificateBuilder().ecp256())
            .subject("CN=Middle")
            .setIsCertificateAuthority(true)
            .buildIssuedBy(root);
    X509Certificate renewed =
        TestPki.valid()
            .subject("CN=Middle")
            .setIsCertificateAuthority(true)
            .keyPair(outdated.getKeyPair())
            .buildIssuedBy(root)
            .getCertificate();
    X509Certificate leaf = TestPki.server().buildIssuedBy(outdated).getCertificate();
    List<X509Certificate> chain = List.of(leaf, outdated.getCertificate(), renewed);
    assertJudged(Reason.OK, Trust.PUBLIC, true, judge(TestPki.trusting(root), chain));
  }

  @Test
  void leafThatIsItselfAnAnchorIsTrusted() throws Exception {
    X509Bundle self = TestPki.selfSigned();
    assertJudged(Reason.OK, Trust.PUBLIC, true, judge(TestPki.trusting(self), self));
  }

  @Test
  void expiredIntermediateIsExpired() throws Exception {
    X509Bundle root = TestPki.authority("CN=Root");
    X509Bundle middle =
        TestPki.expired(new CertificateBuilder().ecp256())
            .subject("CN=Middle")
            .setIsCertificateAuthority(true)
            .buildIssuedBy(root);
    Judgement judged = judge(TestPki.trusting(root), TestPki.server().buildIssuedBy(middle));
    assertJudged(Reason.TLS_EXPIRED, Trust.EXPIRED, false, judged);
    assertTrue(judged.detail().contains("its issuer is out of date"), judged.detail());
  }

  @Test
  void leafThatActsAsAnAuthorityIsNotTrusted() throws Exception {
    X509Bundle root = TestPki.authority("CN=Root");
    X509Bundle leaf = TestPki.server().buildIssuedBy(root);
    X509Certificate forged =
        TestPki.server().subject("CN=forged").buildIssuedBy(asIssuer(leaf)).getCertificate();
    assertJudged(
        Reason.TLS_UNTRUSTED,
        Trust.PRIVATE_CA,
        false,
        judge(TestPki.trusting(root), List.of(forged, leaf.getCertificate())));
  }

  /** Signs with a key that may not: the builder would refuse. */
  private static X509Bundle asIssuer(X509Bundle leaf) throws Exception {
    X509Certificate subject = leaf.getCertificate();
    X509Bundle claim =
        TestPki.valid()
            .subject(subject.getSubjectX500Principal())
            .keyPair(leaf.getKeyPair())
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    return claim;
  }

  @Test
  void certificateForAnotherPurposeIsNotTrusted() throws Exception {
    X509Bundle root = TestPki.authority("CN=Root");
    X509Bundle leaf =
        TestPki.valid()
            .subject("CN=x")
            .addSanDnsName(HOST)
            .addExtendedKeyUsageClientAuth()
            .buildIssuedBy(root);
    assertJudged(
        Reason.TLS_UNTRUSTED, Trust.PRIVATE_CA, false, judge(TestPki.trusting(root), leaf));
  }

  @Test
  void wrongNameIsSaidOnlyWhenTheRestIsRight() throws Exception {
    X509Bundle root = TestPki.authority("CN=Root");
    X509Bundle leaf = TestPki.valid().subject("CN=" + HOST).buildIssuedBy(root);
    assertJudged(Reason.TLS_NAME, Trust.WRONG_NAME, false, judge(TestPki.trusting(root), leaf));
    Judgement both = judge(TestPki.trusting(), leaf);
    assertJudged(Reason.TLS_UNTRUSTED, Trust.PRIVATE_CA, false, both);
    assertTrue(both.detail().contains("nor is the certificate for " + HOST), both.detail());
    TrustAnchors system = TestPki.trustingAsTheSystem(root);
    assertJudged(Reason.TLS_INSPECTED, Trust.OS_ONLY, false, judge(system, leaf));
  }

  @Test
  void inspectorThatTheSystemTrustsMayBeSentTo() throws Exception {
    X509Bundle root = TestPki.authority("CN=ca.example.goskope.com, O=Netskope Inc.");
    Judgement judged =
        judge(TestPki.trustingAsTheSystem(root), TestPki.server().buildIssuedBy(root));
    assertJudged(Reason.TLS_INSPECTED, Trust.OS_ONLY, true, judged);
    assertEquals(Optional.of("Netskope"), judged.chain().inspector());
    assertTrue(judged.detail().contains("the chain names Netskope"), judged.detail());
  }

  @Test
  void hostileChainIsJudgedInBoundedTime() throws Exception {
    // All alike by name, so that each might have signed each; none leads anywhere.
    X509Bundle authority = TestPki.authority("CN=Same");
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(TestPki.server().buildIssuedBy(authority).getCertificate());
    for (int i = 0; i < 9; i++) {
      chain.add(
          TestPki.valid()
              .subject("CN=Same")
              .setIsCertificateAuthority(true)
              .keyPair(authority.getKeyPair())
              .buildSelfSigned()
              .getCertificate());
    }
    TrustAnchors anchors = TestPki.trusting(TestPki.authority("CN=Root"));
    assertTimeout(
        Duration.ofSeconds(5),
        () -> assertJudged(Reason.TLS_UNTRUSTED, Trust.PRIVATE_CA, false, judge(anchors, chain)));
    chain.add(chain.get(1));
    Judgement tooMany = judge(anchors, chain);
    assertJudged(Reason.TLS_UNTRUSTED, Trust.PRIVATE_CA, false, tooMany);
    assertEquals(10, tooMany.chain().leafFirst().size());
  }

  @Test
  void caFileIsReadWithTextAroundItsCertificates(@TempDir Path folder) throws Exception {
    X509Bundle one = TestPki.authority("CN=One");
    X509Bundle two = TestPki.authority("CN=Two");
    Path file = folder.resolve("ca.pem");
    Files.writeString(
        file,
        "# our roots\n"
            + one.getCertificatePEM()
            + one.getPrivateKeyPEM()
            + "ü\r\n"
            + two.getCertificatePEM());
    TrustAnchors anchors = TrustAnchors.load(List.of(file));
    for (X509Bundle root : List.of(one, two)) {
      Judgement judged = judge(anchors, TestPki.server().buildIssuedBy(root));
      assertJudged(Reason.OK, Trust.PUBLIC, true, judged);
    }
    Judgement other = judge(anchors, TestPki.server().buildIssuedBy(TestPki.authority("CN=x")));
    assertJudged(Reason.TLS_UNTRUSTED, Trust.PRIVATE_CA, false, other);
  }

  @Test
  void badCaFileIsNamed(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("missing.pem");
    assertTrue(message(missing).contains("missing.pem"));
    Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing here\n");
    assertEquals(empty + ": holds no PEM certificate", message(empty));
    Path bad =
        Files.writeString(
            folder.resolve("bad.pem"),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assertTrue(message(bad).startsWith(bad + ": certificate 1 is bad: "), message(bad));
    Files.writeString(bad, "-----BEGIN CERTIFICATE-----\nAAAAA\n-----END CERTIFICATE-----\n");
    assertEquals(bad + ": certificate 1 is bad: it is not base64", message(bad));
  }

  @Test
  void whatIsBadInTheSystemsBundleIsLeftOut(@TempDir Path folder) throws Exception {
    X509Bundle one = TestPki.authority("CN=One");
    Path bundle =
        Files.writeString(
            folder.resolve("bundle.crt"),
            "-----BEGIN CERTIFICATE-----\nAAAAA\n-----END CERTIFICATE-----\n"
                + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
                + one.getCertificatePEM());
    assertEquals(List.of(one.getCertificate()), TrustStores.bundle(bundle));
  }

  private static String message(Path file) {
    String message =
        assertThrows(IOException.class, () -> TrustAnchors.load(List.of(file))).getMessage();
    return String.valueOf(message);
  }

  @Test
  void storesOfTheJdkAndTheSystemAreReadHere() {
    assertFalse(TrustStores.jdk().isEmpty());
    boolean bundle = Files.exists(Path.of("/etc/ssl/certs/ca-certificates.crt"));
    assertEquals(bundle, !TrustStores.system().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "zoom.us, zoom.us, true",
    "zoom.us, ZOOM.us, true",
    "zoom.us, zoom.us., true",
    "*.zoom.us, us02web.zoom.us, true",
    "*.zoom.us, zoom.us, false",
    "*.zoom.us, a.b.zoom.us, false",
    "us*.zoom.us, us02web.zoom.us, false",
    "*.us, zoom.us, false",
    "*, localhost, false",
    "zoom.us, evilzoom.us, false",
    "xn--mnchen-3ya.test, münchen.test, true",
    "under_score.test, under_score.test, true",
    "192.0.2.1, 192.0.2.1, false",
  })
  void namesMatchAsRfc9525Says(String san, String host, boolean matches) throws Exception {
    X509Certificate certificate =
        TestPki.named(TestPki.valid(), san)
            .subject("CN=x")
            .setIsCertificateAuthority(true)
            .buildSelfSigned()
            .getCertificate();
    assertEquals(matches, HostNames.match(certificate, host));
  }

  @Test
  void addressesMatchAddressesInAnySpelling() throws Exception {
    X509Certificate certificate =
        TestPki.valid()
            .subject("CN=x")
            .addSanIpAddress("192.0.2.1")
            .addSanIpAddress("2001:db8::1")
            .setIsCertificateAuthority(true)
            .buildSelfSigned()
            .getCertificate();
    assertTrue(HostNames.match(certificate, "192.0.2.1"));
    assertTrue(HostNames.match(certificate, "2001:0db8:0:0::1"));
    assertFalse(HostNames.match(certificate, "192.0.2.2"));
    assertFalse(HostNames.match(certificate, "x"));
  }

  @ParameterizedTest
  @CsvSource({
    "'CN=Zscaler Intermediate Root CA (zscloud.net), O=Zscaler Inc.', Zscaler",
    "'CN=DO_NOT_TRUST_FiddlerRoot, O=DO_NOT_TRUST', Fiddler",
    "'OU=Created by http://www.fiddler2.com', Fiddler",
    "'CN=PortSwigger CA', PortSwigger",
    "'CN=mitmproxy, O=mitmproxy', mitmproxy",
    "'CN=FGT60F, O=Fortinet, OU=Certificate Authority', Fortinet",
    "'O=Palo Alto Networks', Palo Alto Networks",
    "'CN=Cisco Umbrella Root CA', Cisco Umbrella",
    "'CN=Forcepoint Cloud CA', Forcepoint",
    "'O=Blue Coat Systems', Blue Coat",
    "'CN=McAfee Web Gateway Root', McAfee Web Gateway",
    "'CN=Umbrella Makers Ltd', ",
    "'CN=Fiddlers Green Music', ",
    "'CN=DigiCert Global Root G2, OU=www.digicert.com', ",
    "'CN=Prezscaler', ",
  })
  void vendorsAreKnownByWholeWords(String name, String vendor) {
    assertEquals(Optional.ofNullable(vendor), Inspectors.named(name));
  }
}
