/** Ways to choose who moves next: schedules, random walks, exhaustive search, replay, shrinking. Knows programs, no kernel. */
@NullMarked
package io.mmcheck.explore;

import org.jspecify.annotations.NullMarked;
