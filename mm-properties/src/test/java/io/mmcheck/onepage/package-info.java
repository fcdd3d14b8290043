/** The golden model: one virtual page, known state by state from four independent encodings. It tests the engine. */
@NullMarked
package io.mmcheck.onepage;

import org.jspecify.annotations.NullMarked;
