package io.roomwatch.agent.web;

/** What comes of a request: an answer, or a stream of what happens from now on. */
sealed interface Reply {

  record Whole(Answer answer) implements Reply {}

  /** Server-sent events, see {@link LiveStreams}. */
  record Live() implements Reply {}
}
