package io.roomwatch.agent.observation;

/** The first word of a check id: which part of the room's world it looks at. */
public enum Group {
  LINK,
  PATH,
  CLOUD,
  LOCAL,
  ROOM;

  public String label() {
    return Labels.of(this);
  }
}
