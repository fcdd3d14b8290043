/** Page table walks for devices (mm/hmm.c), read from 6.12. */
@NullMarked
package io.mmcheck.kernel.hmm;

import org.jspecify.annotations.NullMarked;
