/** Swap slots and the swap cache (mm/swapfile.c, mm/swap_state.c), read from 6.12. */
@NullMarked
package io.mmcheck.kernel.swapfile;

import org.jspecify.annotations.NullMarked;
