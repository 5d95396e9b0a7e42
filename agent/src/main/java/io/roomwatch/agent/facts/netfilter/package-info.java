/**
 * What a Linux firewall does with a connect from outside: nftables, iptables, and what ufw and
 * firewalld make of them. Names only {@code facts}, {@code facts.reader}, {@code observation} and
 * Jackson (nftables speaks JSON).
 */
@NullMarked
package io.roomwatch.agent.facts.netfilter;

import org.jspecify.annotations.NullMarked;
