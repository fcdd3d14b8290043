/** What hardware and kernel can see, as immutable values. Records with withers; no behaviour beyond staying consistent. */
@NullMarked
package io.mmcheck.machine;

import org.jspecify.annotations.NullMarked;
