/** What the service manager is told, read at the other end of a real socket. */
@NullMarked
package io.roomwatch.agent.service;

import org.jspecify.annotations.NullMarked;
