package io.roomwatch.agent;

/** A configuration that reads well and cannot be put in force; the message starts with the key. */
final class UnusableConfig extends Exception {

  private static final long serialVersionUID = 1L;

  UnusableConfig(String key, Exception cause) {
    super(key + ": " + cause.getMessage(), cause);
  }
}
