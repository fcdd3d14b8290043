/** What a CPU or a device does unasked: page walks, TLB fills, accessed and dirty bits. */
@NullMarked
package io.mmcheck.hardware;

import org.jspecify.annotations.NullMarked;
