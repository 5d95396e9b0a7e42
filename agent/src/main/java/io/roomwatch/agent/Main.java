package io.roomwatch.agent;

/** Turns argv into an exit code. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("roomwatch");
  }
}
