/**
 * Facts that OSHI does not have of Windows: from the registry, WMI, the IP helper and the WLAN
 * service. Names only {@code facts}, {@code facts.reader}, {@code observation}, JNA, and OSHI for
 * WMI.
 */
@NullMarked
package io.roomwatch.agent.facts.windows;

import org.jspecify.annotations.NullMarked;
