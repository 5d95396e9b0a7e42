/**
 * One file per kind of receiver of alerts. Every call blocks, is bounded in time, and ends in a
 * {@link io.roomwatch.agent.sink.Delivery} that holds no secret. A new kind is a file that
 * implements {@link io.roomwatch.agent.sink.Receiver} and one case each in {@code Receivers} and
 * {@code Redaction}, which the compiler demands; what it says to people is {@code NoticeText}.
 * Names {@code alert} and {@code config}; libraries: java.net.http and Angus Mail. Specifications:
 * docs/webhook.md, Alertmanager API v2, PagerDuty Events API v2, Slack Block Kit, Adaptive Cards
 * 1.4, RFC 5321 (mail), RFC 5424 (syslog).
 */
@NullMarked
package io.roomwatch.agent.sink;

import org.jspecify.annotations.NullMarked;
