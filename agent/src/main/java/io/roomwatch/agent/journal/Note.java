package io.roomwatch.agent.journal;

/**
 * Something to remember over a restart, in the table {@code memory}: the newest value of a name
 * replaces the one before.
 */
record Note(String name, String value) {}
