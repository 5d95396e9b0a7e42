package io.roomwatch.agent.config;

/** The maintenance schedule's overrides. */
public record Schedule() {}
