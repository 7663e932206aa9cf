package io.jenkins.plugins.homu.github;

/** A webhook that delivers to us. @param fresh false: it was there before, and only its secret and events were set */
public record MadeWebhook(long id, boolean fresh) {}
