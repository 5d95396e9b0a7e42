package io.roomwatch.agent.config;

import static org.junit.jupiter.api.Assertions.fail;

import io.netty.pkitesting.CertificateBuilder;
import io.roomwatch.agent.yaml.Fault;
import io.roomwatch.agent.yaml.Outcome;
import io.roomwatch.agent.yaml.Scalars;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reading configurations in tests. */
final class Configs {
  static final String HOST = "boardroom-pc";

  static final CheckOverride.Tries NO_TRIES =
      new CheckOverride.Tries(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

  private Configs() {}

  static Outcome.Good<Config> good(Outcome<Config> outcome) {
    return switch (outcome) {
      case Outcome.Good<Config> good -> good;
      case Outcome.Bad<Config> bad -> fail(bad.faults().toString());
    };
  }

  static List<String> faults(Outcome<Config> outcome) {
    return switch (outcome) {
      case Outcome.Good<Config> good -> List.of();
      case Outcome.Bad<Config> bad -> bad.faults().stream().map(Fault::toString).toList();
    };
  }

  static InetAddress literal(String text) {
    return Scalars.literal(text).orElseThrow();
  }

  static Config read(String text) {
    return good(new ConfigFile(HOST, Map.of()).parse("test", text)).value();
  }

  /** The reference with every setting uncommented, and the files it names put into a folder. */
  static String wholeReference(Path folder) throws IOException {
    for (String name :
        List.of(
            "alerts.url",
            "webhook.secret",
            "webhook.header",
            "sink.password",
            "pagerduty.key",
            "stamp.key")) {
      Files.writeString(folder.resolve(name), "https://example.com/hunter2\n");
    }
    Files.writeString(folder.resolve("ca.pem"), anchor());
    Files.writeString(
        folder.resolve("triage.yaml"), "rules: {net: [{name: wifi-weak, disabled: true}]}\n");
    return uncommented(ConfigDocs.reference()).replace("/etc/roomwatch", folder.toString());
  }

  /** A certificate in PEM form. */
  static String anchor() {
    try {
      return new CertificateBuilder()
          .subject("CN=Test")
          .setIsCertificateAuthority(true)
          .buildSelfSigned()
          .getCertificatePEM();
    } catch (Exception e) {
      throw new IllegalStateException("no certificate could be made", e);
    }
  }

  /** Prose begins with a sign and one space; a setting with a sign and a word, or more spaces. */
  static String uncommented(String template) {
    return template.replaceAll("(?m)^( *)#(?! [^ ]|$)", "$1");
  }
}
