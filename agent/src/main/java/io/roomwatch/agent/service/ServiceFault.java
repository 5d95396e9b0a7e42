package io.roomwatch.agent.service;

/** The service cannot be what was asked; the message says why and what would help. */
public final class ServiceFault extends Exception {

  private static final long serialVersionUID = 1L;

  ServiceFault(String message) {
    super(message);
  }

  ServiceFault(String message, Throwable cause) {
    super(message, cause);
  }
}
