/**
 * What this machine says about itself: OSHI, and the files and registry values that OSHI does not
 * read. Acquisition is thin and bounded by a timeout; parsers are pure and take text. Names only
 * {@code observation}, OSHI, JNA, Jackson (nftables speaks JSON) and a logger. Reads, never writes.
 */
@NullMarked
package io.roomwatch.agent.facts;

import org.jspecify.annotations.NullMarked;
