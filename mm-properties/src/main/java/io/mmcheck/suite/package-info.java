/** The run of all properties on a kernel, shared by the Maven goals, a main method and tests; and what it found. */
@NullMarked
package io.mmcheck.suite;

import org.jspecify.annotations.NullMarked;
