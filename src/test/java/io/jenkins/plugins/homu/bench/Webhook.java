package io.jenkins.plugins.homu.bench;

/**
 * What is posted.
 *
 * @param expected the status it is to be answered with: 202 where it has to be kept, 200 where it concerns nobody
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, compared nowhere
record Webhook(String event, byte[] body, int expected) {}
