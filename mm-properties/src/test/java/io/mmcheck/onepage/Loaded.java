package io.mmcheck.onepage;

import io.mmcheck.machine.Event;

/** A load ended with this value. */
record Loaded(int value) implements Event {}
