/** The nouns: what hardware and kernel can see, as values. */
@NullMarked
package io.mmcheck.machine;

import org.jspecify.annotations.NullMarked;
