/**
 * Why a run fails: which few orders of steps force the violation, which run close to it passes, how likely it is after each
 * step, and which edit of a patch does it. Everything is read off the finite graph of all runs of one scenario, so what is said
 * is proven for that scenario, or it is said that the graph was too large.
 */
@NullMarked
package io.mmcheck.explore.why;

import org.jspecify.annotations.NullMarked;
