/** References and pins on user pages (mm/gup.c), read from 6.12: slow and fast, for one page at a time. */
@NullMarked
package io.mmcheck.kernel.gup;

import org.jspecify.annotations.NullMarked;
