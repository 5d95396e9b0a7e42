/**
 * Facts from {@code /proc}, {@code /sys} and the files of Debian and its like. Names only {@code
 * facts}, {@code facts.reader}, {@code facts.netfilter} and {@code observation}.
 */
@NullMarked
package io.roomwatch.agent.facts.linux;

import org.jspecify.annotations.NullMarked;
