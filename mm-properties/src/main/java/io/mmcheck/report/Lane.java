package io.mmcheck.report;

/**
 * One line of an overview before it is put into columns.
 *
 * @param cpu whose column
 * @param act what the CPU does
 * @param effect what that does to the machine, or empty
 * @param here whether a reader should look here first
 */
record Lane(int cpu, String act, String effect, boolean here) {}
