package io.roomwatch.agent.facts;

/** The operating systems that have readers. */
public enum Platform {
  LINUX,
  WINDOWS,
  MACOS,
  OTHER
}
