package io.mmcheck.explore;

import io.mmcheck.machine.State;

/** A named machine that scenarios start from. */
public record Setup<M extends State>(String name, M machine) {}
