package io.roomwatch.agent;

/**
 * Gives back what start-up and an hour of work left behind: the serial collector would keep it
 * until the heap is full, and an agent that idles never fills it. Asked once a minute; collects in
 * the second minute, when every check has looked, and then once an hour. A collection of the
 * default agent's 10 MiB takes some 30 ms.
 */
final class Leftovers implements Runnable {

  private static final int MINUTES = 60;

  private int minute;

  @Override
  public synchronized void run() {
    if (minute++ % MINUTES == 1) {
      System.gc();
    }
  }
}
