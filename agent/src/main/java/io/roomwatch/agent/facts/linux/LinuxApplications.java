package io.roomwatch.agent.facts.linux;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.InstalledApplication;
import io.roomwatch.agent.facts.reader.MachineFiles;
import io.roomwatch.agent.facts.reader.Programs;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Installed packages: the database of dpkg, dpkg(1), or else what {@code rpm} lists. */
final class LinuxApplications {

  private static final String DPKG = "/var/lib/dpkg/status";
  private static final Duration RPM_PATIENCE = Duration.ofSeconds(20);
  private static final String RPM_FORMAT = "%{NAME}\\t%{VERSION}-%{RELEASE}\\t%{VENDOR}\\n";

  private final MachineFiles files;
  private final Programs programs;

  LinuxApplications(MachineFiles files, Programs programs) {
    this.files = files;
    this.programs = programs;
  }

  Fact<List<InstalledApplication>> applications() {
    if (files.exists(DPKG)) {
      Dpkg dpkg = new Dpkg();
      return files.eachLine(DPKG, dpkg::line).map(whole -> dpkg.end());
    }
    if (programs.has("rpm")) {
      return programs
          .output(RPM_PATIENCE, "rpm", List.of("-qa", "--queryformat", RPM_FORMAT))
          .map(LinuxApplications::rpm);
    }
    return Fact.unread(
        Reason.UNSUPPORTED, "Neither dpkg nor rpm keeps the packages of this system.");
  }

  /** {@code rpm -qa} with {@link #RPM_FORMAT}. */
  static List<InstalledApplication> rpm(String text) {
    return text.lines()
        .map(line -> line.split("\t", -1))
        .filter(cell -> cell.length == 3 && !cell[0].isBlank())
        .map(
            cell ->
                new InstalledApplication(
                    cell[0],
                    Optional.of(cell[1]).filter(version -> !version.isBlank()),
                    cell[2].equals("(none)") ? "" : cell[2]))
        .toList();
  }

  /** Collects the installed packages of {@code /var/lib/dpkg/status}, fed line by line. */
  static final class Dpkg {
    private final List<InstalledApplication> found = new ArrayList<>();
    private final Map<String, String> fields = new HashMap<>();

    void line(String line) {
      if (line.isBlank()) {
        paragraph();
        return;
      }
      int colon = line.indexOf(':');
      // A line that starts with a blank goes on with the field before; none of ours has any.
      if (colon > 0 && !Character.isWhitespace(line.charAt(0))) {
        String key = line.substring(0, colon);
        switch (key) {
          case "Package", "Status", "Version", "Maintainer" ->
              fields.put(key, line.substring(colon + 1).strip());
          default -> {}
        }
      }
    }

    List<InstalledApplication> end() {
      paragraph();
      return List.copyOf(found);
    }

    private void paragraph() {
      String name = fields.getOrDefault("Package", "");
      if (!name.isEmpty() && fields.getOrDefault("Status", "").endsWith(" installed")) {
        String maintainer = fields.getOrDefault("Maintainer", "");
        int mail = maintainer.indexOf('<');
        found.add(
            new InstalledApplication(
                name,
                Optional.ofNullable(fields.get("Version")),
                (mail < 0 ? maintainer : maintainer.substring(0, mail)).strip()));
      }
      fields.clear();
    }
  }
}
