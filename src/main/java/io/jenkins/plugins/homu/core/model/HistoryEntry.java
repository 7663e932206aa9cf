package io.jenkins.plugins.homu.core.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Something worth telling later about a repository or one of its pull requests.
 *
 * @param what a fixed word of ours: {@code approved}, {@code unapproved}, {@code started}, {@code merged} ...
 * @param by login of the person behind it; empty: nobody in particular
 * @param text one line for people; may hold other people's words
 */
public record HistoryEntry(Optional<Integer> number, String what, Optional<String> by, String text, Instant at) {}
