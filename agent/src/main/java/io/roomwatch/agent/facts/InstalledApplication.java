package io.roomwatch.agent.facts;

import java.util.Optional;

/** One installed application as the system lists it; the version is empty where it lists none. */
public record InstalledApplication(String name, Optional<String> version, String vendor) {}
