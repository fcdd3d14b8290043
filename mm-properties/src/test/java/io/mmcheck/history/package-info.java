/** What the historic kernels break, and the proofs that today's kernel does not. */
@NullMarked
package io.mmcheck.history;

import org.jspecify.annotations.NullMarked;
