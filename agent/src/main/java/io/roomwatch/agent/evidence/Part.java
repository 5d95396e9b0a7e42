package io.roomwatch.agent.evidence;

/** What is in a bundle, in this order, always all of it. The names are stable. */
enum Part {
  SUMMARY("summary.html", "What a person reads first. Opens in any browser, loads nothing."),
  FIELDS_TEXT("fields.txt", "The fields that a ticket asks for, with blanks to fill in."),
  FIELDS("fields.json", "The same for programs."),
  STATUS("status.json", "Verdict and checks, as /api/v1/status and check --format json have them."),
  CHANGES("changes.json", "What changed in the 24 h before, and since: as events."),
  JOURNAL("journal.json", "Every event of the window, the newest last."),
  PHASES("phases.json", "How long each phase of the newest look of each check took."),
  FACTS("facts.json", "What this machine says of itself, and what could not be read and why."),
  CONFIG("config.yaml", "What is configured, with every default and without secrets."),
  VERSIONS("versions.json", "Roomwatch, Java, operating system, Zoom Rooms."),
  MANIFEST("manifest.json", "What is in here, how large, what was left out and what is missing.");

  private final String file;
  private final String what;

  Part(String file, String what) {
    this.file = file;
    this.what = what;
  }

  String file() {
    return file;
  }

  /** What it is, as a sentence for people. */
  String what() {
    return what;
  }
}
