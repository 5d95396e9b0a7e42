package io.roomwatch.agent.facts.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomwatch.agent.facts.Fixture;
import io.roomwatch.agent.lab.Nobody;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import oshi.SystemInfo;
import oshi.spi.SystemInfoProvider;

/** The agent's facts as a user without any right sees them: a real child process of nobody. */
final class UnprivilegedFactsIT {

  @TempDir private Path folder;

  @Test
  void whatIsForRootIsNamedPermissionAndNeverEmpty() throws Exception {
    assumeTrue(Nobody.canBe(), "Only root can become nobody, by setpriv (util-linux).");
    assumeTrue(
        Files.isExecutable(Path.of("/usr/sbin/nft")), "nft is needed to be refused its rules.");
    Path secret = Files.writeString(folder.resolve("secret"), "x");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    try (ServerSocket ours = new ServerSocket(0, 1, Fixture.ip("127.0.0.1"))) {
      List<String> lines = report(ours.getLocalPort(), secret);
      lines.forEach(System.out::println);
      assertEquals(5, lines.size(), lines.toString());
      assertTrue(lines.get(0).contains("reason=PERMISSION"), lines.get(0));
      assertTrue(lines.get(0).contains("CAP_NET_ADMIN"), lines.get(0));
      assertTrue(lines.get(1).contains("state=LISTEN"), lines.get(1));
      assertTrue(lines.get(1).contains("pid=OptionalLong.empty"), lines.get(1));
      assertTrue(lines.get(2).startsWith("routes Known"), lines.get(2));
      assertTrue(lines.get(3).contains("reason=PERMISSION"), lines.get(3));
      assertTrue(lines.get(4).contains("path=Optional.empty"), lines.get(4));
      assertTrue(lines.get(4).contains("user=Optional[root]"), lines.get(4));
    }
  }

  private List<String> report(int port, Path secret) throws Exception {
    return new Nobody(folder)
        .lines(
            UnprivilegedReport.class,
            List.of(
                MachineFacts.class,
                SystemInfo.class,
                SystemInfoProvider.class,
                ObjectMapper.class,
                JsonFactory.class,
                // Jackson needs its annotations; nothing here names them.
                Class.forName("com.fasterxml.jackson.annotation.JsonInclude"),
                LoggerFactory.class),
            Integer.toString(port),
            secret.toString());
  }
}
