package io.roomwatch.agent.facts;

import java.util.OptionalDouble;

/**
 * The radio of one Wi-Fi interface. No SSID: nothing here keeps one.
 *
 * @param signalDbm received signal, empty when the system gives only a quality
 * @param qualityRatio 0 to 1, empty when the system gives only dBm
 */
public record Wifi(String interfaceName, OptionalDouble signalDbm, OptionalDouble qualityRatio) {}
