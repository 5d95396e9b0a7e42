/**
 * The TLS handshake of a probe, and who stands behind the certificates shown: anchors of the JDK,
 * of the system and of the operator, inspection products. Names only the words of {@code probe},
 * {@code probe.network}, {@code observation}, Netty and a logger.
 */
@NullMarked
package io.roomwatch.agent.probe.tls;

import org.jspecify.annotations.NullMarked;
