/** Measures the library; no part of the build. */
@NullMarked
package io.mmcheck.bench;

import org.jspecify.annotations.NullMarked;
