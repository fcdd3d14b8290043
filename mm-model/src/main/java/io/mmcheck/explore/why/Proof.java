package io.mmcheck.explore.why;

/** Whether something is proven for every run of the scenario, and how many states that took. */
public record Proof(boolean proven, long states, String text) {}
