package io.roomwatch.agent.diagnosis;

import java.util.Locale;

/** How what was measured stands to a supposition. */
public enum Standing {
  /** Something that was found speaks for it. */
  SUPPORTED,
  /** Something speaks for it that is weak or is contradicted. */
  WEAK,
  /** What speaks for it follows from another cause that was found. */
  EXPLAINED,
  /** Nothing that was measured tells. */
  OPEN,
  /** What was measured speaks against it. */
  UNLIKELY;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
