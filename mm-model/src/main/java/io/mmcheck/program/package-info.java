/** The small-step language: programs, steps, and what comes next. */
@NullMarked
package io.mmcheck.program;

import org.jspecify.annotations.NullMarked;
