/** Counterexamples that a build keeps in its tree: replayed before anything else is tried. */
@NullMarked
package io.mmcheck.corpus;

import org.jspecify.annotations.NullMarked;
