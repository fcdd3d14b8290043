/** The mutators and the trial of mutants, on a program small enough to know what must come out. */
package io.mmcheck.mutate;
