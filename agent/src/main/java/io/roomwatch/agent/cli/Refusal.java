package io.roomwatch.agent.cli;

/** A command cannot or will not do what it was asked; the message says why and what would help. */
public final class Refusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * @param code the exit code
   * @param message one or more lines
   */
  public Refusal(int code, String message) {
    super(message);
    this.code = code;
  }

  int code() {
    return code;
  }
}
