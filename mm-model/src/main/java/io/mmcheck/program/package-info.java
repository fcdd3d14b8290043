/** The small-step language, all of it: a program is a table of labelled atomic steps, and a patch edits the table. */
@NullMarked
package io.mmcheck.program;

import org.jspecify.annotations.NullMarked;
