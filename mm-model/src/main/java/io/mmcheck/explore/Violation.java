package io.mmcheck.explore;

/** What a monitor answers instead of its next state: the property does not hold, and what was lost. */
public record Violation(String reason) {}
