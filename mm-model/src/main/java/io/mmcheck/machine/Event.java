package io.mmcheck.machine;

/**
 * Something that a step did and that the state alone does not show, such as the value that a load returned. Properties watch
 * events and traces print them ({@code toString} is what is printed). Events are no part of the state.
 */
public interface Event {}
